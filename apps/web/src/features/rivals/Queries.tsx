/** Queries that are watched, in both languages: where tracked products stand, and what else people are offered. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { QueryForm, WatchedQuery } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";
import { watchedQueriesQuery } from "./queries";

interface Wish {
  text_uz?: string;
  text_ru?: string;
}

export function Queries() {
  const { t } = useTexts();
  const { may } = useSession();
  const found = useQuery(watchedQueriesQuery);
  const adding = useChange((wish: Wish) => post("/watched-queries", wish));
  const edits = may("analyst");
  return (
    <section aria-labelledby="queries" className="flex flex-col gap-3">
      <h2 id="queries" className="text-xl">
        {t("rivals.queries")}
      </h2>
      <p className="max-w-prose text-sm text-soft">{t("rivals.queries_means")}</p>
      {edits && <AddQuery adding={adding} />}
      <Answer query={found} skeleton={<Skeleton rows={2} height="h-24" />}>
        {(data) => (
          <ul className="flex flex-col gap-3">
            {data.items.map((one) => (
              <One key={one.query_id} query={one} edits={edits} onIdea={(wish) => adding.mutate(wish)} />
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}

function useChange<T>(change: (value: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: watchedQueriesQuery.queryKey }),
  });
}

function AddQuery({
  adding,
}: {
  adding: { mutate: (wish: Wish) => void; isPending: boolean; error: unknown };
}) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { error } = adding;
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? "").trim();
        const wish = {
          ...(text("uz") && { text_uz: text("uz") }),
          ...(text("ru") && { text_ru: text("ru") }),
        };
        if (Object.keys(wish).length === 0) return;
        adding.mutate(wish);
        event.currentTarget.reset();
      }}
    >
      {(["uz", "ru"] as const).map((language) => (
        <label
          key={language}
          className="flex min-w-0 grow basis-40 flex-col gap-1 text-xs text-soft sm:grow-0 sm:basis-60"
        >
          {t(`rivals.text_${language}`)}
          <input
            name={language}
            type="text"
            dir="auto"
            autoComplete="off"
            maxLength={100}
            className="field w-full text-base text-ink"
          />
        </label>
      ))}
      <button type="submit" className="button" disabled={adding.isPending}>
        {t("rivals.watch")}
      </button>
      {error != null && (
        <p role="alert" className="basis-full text-sm text-bad">
          ✕{" "}
          {error instanceof ApiProblem && error.status === 409 ? t("rivals.watched_already") : problem(error)}
        </p>
      )}
    </form>
  );
}

function One({
  query,
  edits,
  onIdea,
}: {
  query: WatchedQuery;
  edits: boolean;
  onIdea: (wish: Wish) => void;
}) {
  const { t } = useTexts();
  const removing = useChange((id: number) => remove(`/watched-queries/${id}`));
  return (
    <li className="sheet flex flex-col gap-3 p-4 text-sm">
      <div className="grid gap-4 lg:grid-cols-2">
        {query.forms.map((form) => (
          <Form key={form.language} form={form} edits={edits} onIdea={onIdea} />
        ))}
      </div>
      {edits && (
        <button
          type="button"
          className="button button-small self-start"
          aria-label={`${t("rivals.unwatch")}: ${query.forms.map((form) => form.text).join(", ")}`}
          disabled={removing.isPending}
          onClick={() => removing.mutate(query.query_id)}
        >
          {t("rivals.unwatch")}
        </button>
      )}
    </li>
  );
}

function Form({ form, edits, onIdea }: { form: QueryForm; edits: boolean; onIdea: (wish: Wish) => void }) {
  const { t, format } = useTexts();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p>
        <span dir="auto" className="text-base font-medium">
          “{form.text}”
        </span>{" "}
        <span className="text-xs text-soft">{form.language}</span>
      </p>
      <p className="text-xs text-soft">
        {form.seen_at
          ? t("rivals.seen", { at: format.instant(form.seen_at), n: form.shown })
          : t("rivals.waiting")}
        {form.state === "failing" && <span className="text-warn"> · {t("rivals.failing")}</span>}
      </p>
      {form.seen_at && form.products.length === 0 && <p>{t("rivals.none_among", { n: form.shown })}</p>}
      <ol className="flex flex-col gap-1">
        {form.products.map((one) => (
          <li key={one.product_id} className="flex gap-2">
            <span className="w-24 shrink-0 font-semibold">
              {one.rank === null ? `> ${form.shown}` : `№ ${one.rank}`}
              <Moved now={one.rank} before={one.rank_before} known={form.before_at !== null} />
            </span>
            <ProductLink product={one} className="link line-clamp-1" />
          </li>
        ))}
      </ol>
      {form.ideas.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5 pt-1">
          <span className="text-xs text-soft">{t("rivals.ideas")}</span>
          {form.ideas.slice(0, 8).map((idea) =>
            edits ? (
              <button
                key={idea}
                type="button"
                dir="auto"
                className="chip max-w-full wrap-anywhere"
                aria-label={t("rivals.watch_idea", { idea })}
                onClick={() => onIdea(form.language === "uz" ? { text_uz: idea } : { text_ru: idea })}
              >
                + {idea}
              </button>
            ) : (
              <span key={idea} dir="auto" className="text-xs">
                {idea}
              </span>
            ),
          )}
        </div>
      )}
    </div>
  );
}

/** A week ago it stood elsewhere; a smaller rank is better. */
function Moved({ now, before, known }: { now: number | null; before: number | null; known: boolean }) {
  const { t } = useTexts();
  if (!known || now === null || before === null || now === before) return null;
  const up = now < before;
  return (
    <span
      className={`text-xs font-normal ${up ? "text-good" : "text-bad"}`}
      title={t("rivals.week_ago", { rank: before })}
    >
      {" "}
      {up ? "▲" : "▼"} {Math.abs(before - now)}
    </span>
  );
}
