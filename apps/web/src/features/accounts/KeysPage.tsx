/** Keys by which programs act for the organisation. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keysQuery } from "@/shared/api/accounts";
import { post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { KeyMade, Keys, Scope } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { Field } from "@/shared/ui/Field";
import { Gate } from "@/shared/ui/Gate";
import { Once } from "@/shared/ui/Once";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Form, FormProblem } from "./Frame";
import { Part } from "./Part";

const SCOPES: readonly Scope[] = ["read", "write", "admin"];
const DAYS = ["30", "90", "365", ""] as const;

export function KeysPage() {
  const { t } = useTexts();
  usePageTitle(t("keys.title"));
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("keys.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("keys.text")}</p>
      </div>
      <Gate needs="manager">
        <Content />
      </Gate>
    </div>
  );
}

function Content() {
  const { t, format } = useTexts();
  const { person } = useSession();
  const client = useQueryClient();
  const keys = useQuery(keysQuery);
  const [made, setMade] = useState<KeyMade | null>(null);
  const changed = () => void client.invalidateQueries({ queryKey: keysQuery.queryKey });
  const revoking = useMutation({
    mutationFn: (id: number) => remove(`/organisation/keys/${id}`),
    onSettled: changed,
  });
  const row = (one: Keys["items"][number]) => (
    <li key={one.key_id} className="flex flex-wrap items-center justify-between gap-2 py-3">
      <span className="min-w-0">
        <span className="font-medium break-words">{one.name}</span>{" "}
        <code className="text-sm text-soft">{one.prefix}…</code>
        <span className="block text-sm text-soft">
          {t(`scope.${one.scope as Scope}`)} · {t(`keys.state_${one.state as "active"}`)} · {one.made_by} ·{" "}
          {one.expires_at ? t("list.until", { at: format.instant(one.expires_at) }) : t("keys.for_ever")} ·{" "}
          {one.used_at ? t("list.used", { at: format.instant(one.used_at) }) : t("keys.unused")}
        </span>
      </span>
      {one.state === "active" && (
        <Confirm
          button={t("keys.revoke")}
          title={t("keys.revoke")}
          text={t("keys.revoke_text", { name: one.name })}
          yes={t("keys.revoke")}
          onYes={() => revoking.mutate(one.key_id)}
          disabled={revoking.isPending}
        />
      )}
    </li>
  );
  return (
    <>
      {made && (
        <>
          <Once text={made.key} label={t("keys.once")} />
          <pre className="overflow-x-auto rounded-lg bg-sunk p-3 text-xs" tabIndex={0}>
            {`curl -H "Authorization: Bearer ${made.key.slice(0, 12)}…" ${location.origin}/api/v1/organisation`}
          </pre>
        </>
      )}
      <Part title={t("keys.new")}>
        <Form
          send={(values) =>
            post<KeyMade>("/organisation/keys", {
              name: values.name,
              scope: values.scope,
              days: values.days ? Number(values.days) : null,
            })
          }
          done={(answer) => {
            setMade(answer);
            changed();
          }}
          button={t("keys.make")}
        >
          {(error) => (
            <>
              <Field name="name" label={t("keys.name")} required maxLength={80} error={error} />
              <Choice
                name="scope"
                label={t("keys.scope")}
                options={SCOPES}
                word={(one) => t(`scope.${one}`)}
              />
              <Choice
                name="days"
                label={t("keys.life")}
                options={DAYS}
                first="365"
                word={(one) => (one ? format.duration(Number(one) * 86_400) : t("keys.for_ever"))}
              />
            </>
          )}
        </Form>
      </Part>
      <Answer query={keys} skeleton={<Skeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("keys.none")} />
          ) : (
            <ul className="sheet flex flex-col divide-y divide-rule px-3 sm:px-5">{items.map(row)}</ul>
          )
        }
      </Answer>
      <FormProblem error={revoking.error} />
      {person && !person.second_factor && <p className="text-sm text-warn">△ {t("keys.factor")}</p>}
    </>
  );
}

interface Choosing<T extends string> {
  name: string;
  label: string;
  options: readonly T[];
  first?: T;
  word: (option: T) => string;
}

function Choice<T extends string>({ name, label, options, first, word }: Choosing<T>) {
  return (
    <label className="flex flex-col gap-1 text-sm text-soft">
      {label}
      <select name={name} defaultValue={first} className="field text-base text-ink">
        {options.map((one) => (
          <option key={one} value={one}>
            {word(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
