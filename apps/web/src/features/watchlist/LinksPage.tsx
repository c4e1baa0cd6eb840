/** Links that show a list, or everything, to whoever has them: made, listed, revoked. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useId } from "react";
import { ApiProblem, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { ShareMade } from "@/shared/api/shapes";
import { namedListsQuery, shareLinksQuery } from "@/shared/api/watchlist";
import { readId } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { Once } from "@/shared/ui/Once";
import { Answer, Empty, Skeleton, useProblemText } from "@/shared/ui/states";
import { Frame } from "./Frame";
import { LinkRows } from "./LinkRows";

const route = getRouteApi("/watchlist/links");
const DAYS = { usual: 7, most: 90 };

export function LinksPage() {
  const { t } = useTexts();
  return (
    <Frame title={t("links.title")} text={t("links.text")}>
      <Links />
    </Frame>
  );
}

function Links() {
  const { t } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const links = useQuery(shareLinksQuery);
  const edits = may("analyst");
  const problem = useProblemText();
  const revoking = useMutation({
    mutationFn: (id: number) => remove(`/watchlist/links/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: shareLinksQuery.queryKey }),
  });
  const onRevoke = edits ? revoking.mutate : undefined;
  return (
    <>
      {edits && <NewLink />}
      {revoking.isError && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
          ✕ {problem(revoking.error)}
        </p>
      )}
      <Answer query={links} skeleton={<Skeleton rows={3} />}>
        {({ items }) => {
          const open = items.filter((link) => link.state === "open");
          const ended = items.filter((link) => link.state !== "open");
          return (
            <>
              {open.length === 0 ? (
                <Empty title={t("links.none")}>
                  <p className="max-w-prose text-soft">{t("links.none_text")}</p>
                </Empty>
              ) : (
                <section aria-label={t("links.open")}>
                  <LinkRows links={open} onRevoke={onRevoke} />
                </section>
              )}
              {ended.length > 0 && (
                <details>
                  <summary className="min-h-11 py-2.5 font-medium">
                    {t("links.ended", { n: ended.length })}
                  </summary>
                  <LinkRows links={ended} />
                </details>
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}

function NewLink() {
  const { t, format } = useTexts();
  const { list: first } = route.useSearch();
  const client = useQueryClient();
  const problem = useProblemText();
  const id = useId();
  const lists = useQuery(namedListsQuery).data?.items.filter((list) => !list.deleted_at);
  const making = useMutation({
    mutationFn: (wish: { list_id: number | null; days: number }) => post<ShareMade>("/watchlist/links", wish),
    onSuccess: async () => {
      // A first answer that is still on its way was made before this link, and would be taken for the new one.
      await client.cancelQueries({ queryKey: shareLinksQuery.queryKey });
      await client.invalidateQueries({ queryKey: shareLinksQuery.queryKey });
    },
  });
  const full = making.error instanceof ApiProblem && making.error.status === 409;
  return (
    <section aria-labelledby={`${id}-title`} className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 id={`${id}-title`} className="text-lg">
        {t("links.new")}
      </h2>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const given = new FormData(event.currentTarget);
          making.mutate({ list_id: readId(given.get("list")) ?? null, days: Number(given.get("days")) });
        }}
      >
        <label className="flex min-w-0 grow basis-60 flex-col gap-1 text-sm text-soft">
          {t("links.what")}
          <select
            // The lists come after the first drawing; only then can one of them be the first choice.
            key={lists ? "known" : "asked"}
            name="list"
            defaultValue={first ?? ""}
            className="field w-full text-base text-ink"
          >
            <option value="">{t("links.everything")}</option>
            {lists?.map((list) => (
              <option key={list.list_id} value={list.list_id}>
                {list.name}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("links.days", { most: DAYS.most })}
          <input
            name="days"
            type="number"
            inputMode="numeric"
            min={1}
            max={DAYS.most}
            step={1}
            required
            defaultValue={DAYS.usual}
            className="field w-full text-base text-ink"
          />
        </label>
        <button type="submit" className="button button-main" disabled={making.isPending}>
          {t("links.make")}
        </button>
      </form>
      <p className="max-w-prose text-sm text-soft">{t("links.shows")}</p>
      {making.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {full ? t("links.too_many") : problem(making.error)}
        </p>
      )}
      {making.data && (
        <Once
          key={making.data.link_id}
          text={making.data.link}
          label={t("links.once", { at: format.instant(making.data.expires_at) })}
        />
      )}
    </section>
  );
}
