/** Gives a key, and says where it is found and what is done with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, post } from "@/shared/api/client";
import type { OwnShops } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { useProblemText } from "@/shared/ui/states";
import { ownShopQuery } from "./queries";

export function AddKey({ open }: { open: boolean }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: (key: { name: string; key: string }) => post<OwnShops>("/own-shop/keys", key),
    onSuccess: (own) => client.setQueryData(ownShopQuery.queryKey, own),
  });
  return (
    <details open={open} className="sheet px-3 py-2 sm:px-5">
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 text-lg font-medium">
        <span aria-hidden="true" className="text-soft">
          ▸
        </span>
        {t("own.add_title")}
      </summary>
      <div className="grid gap-6 pt-2 pb-3 lg:grid-cols-2">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const form = event.currentTarget;
            const given = new FormData(form);
            adding.mutate(
              { name: String(given.get("name")), key: String(given.get("key")) },
              { onSuccess: () => form.reset() },
            );
          }}
        >
          <Field
            name="name"
            label={t("own.name")}
            hint={t("own.name_hint")}
            required
            maxLength={80}
            error={adding.error}
          />
          <KeyField error={adding.error} />
          <KeyProblem error={adding.error} />
          <button type="submit" className="button button-main self-start" disabled={adding.isPending}>
            {t("own.add")}
          </button>
        </form>
        <div className="flex flex-col gap-2">
          <h3 className="text-base font-semibold">{t("own.where")}</h3>
          <ol className="flex list-decimal flex-col gap-1 ps-5 text-sm">
            <li>{t("own.where_1")}</li>
            <li>{t("own.where_2")}</li>
            <li>{t("own.where_3")}</li>
          </ol>
          <p className="max-w-prose text-sm text-soft">{t("own.read_only")}</p>
        </div>
      </div>
    </details>
  );
}

/** Where a key is pasted; no browser keeps or fills it. */
export function KeyField({ error }: { error: unknown }) {
  const { t } = useTexts();
  return (
    <Field
      name="key"
      type="password"
      label={t("own.key")}
      required
      minLength={8}
      maxLength={4000}
      autoComplete="off"
      spellCheck={false}
      error={error}
      wrong={t("own.key_wrong")}
    />
  );
}

/** What is wrong with a key as a whole; what is wrong with a field stands beside it. */
export function KeyProblem({ error }: { error: unknown }) {
  const problem = useProblemText();
  if (!error || (error instanceof ApiProblem && error.problem.field)) return null;
  const detail = error instanceof ApiProblem && error.status === 409 ? error.problem.detail : null;
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {problem(error)} {detail}
    </p>
  );
}
