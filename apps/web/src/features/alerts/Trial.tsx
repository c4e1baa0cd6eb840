/** What the rule would have done: tried over the last 60 days, before it is saved. */
import { useMutation } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import type { Tried, TriedAlert } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProblemBox, Skeleton } from "@/shared/ui/states";
import { byDay } from "./days";
import { triedKey, wishOf, type Draft } from "./draft";
import { SubjectLink } from "./SubjectLink";
import { wordsOf } from "./words";

interface Props {
  draft: Draft;
  /** Whether it can be tried; what is wrong is said at its field. */
  check: () => boolean;
}

export function Trial({ draft, check }: Props) {
  const { t } = useTexts();
  const trying = useMutation({
    mutationFn: (given: Draft) => post<Tried>("/alert-rules/try", wishOf(given)),
  });
  const run = () => {
    if (check()) trying.mutate(draft);
  };
  const old = trying.variables !== undefined && triedKey(trying.variables) !== triedKey(draft);
  return (
    <section aria-labelledby="trial" className="sheet flex min-w-0 flex-col gap-3 px-3 py-4 sm:px-5">
      <h2 id="trial" className="text-lg">
        {t("rule.try_title")}
      </h2>
      <p className="text-sm text-soft">{t("rule.try_text")}</p>
      <button type="button" className="button self-start" disabled={trying.isPending} onClick={run}>
        {t(trying.isPending ? "rule.trying" : trying.data ? "rule.try_again" : "rule.try")}
      </button>
      {old && trying.data && <p className="text-sm text-warn">△ {t("rule.try_old")}</p>}
      {trying.isPending && <Skeleton rows={3} height="h-10" />}
      {trying.isError && <ProblemBox error={trying.error} onRetry={run} />}
      <div role="status">
        {trying.data && !trying.isPending && (
          <div className={old ? "opacity-60" : ""}>
            <Result tried={trying.data} />
          </div>
        )}
      </div>
    </section>
  );
}

function Result({ tried }: { tried: Tried }) {
  const { t, format } = useTexts();
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="text-xl font-semibold">{t("rule.fired", { n: tried.fired })}</span>
        <span className="block text-soft">
          {t("rule.fired_days", { days: tried.days })} {t("rule.told", { n: tried.told })}
        </span>
      </p>
      {tried.holding > 0 && <p className="text-sm">△ {t("rule.holding", { n: tried.holding })}</p>}
      {tried.by_nights && (tried.nights_since === null || tried.nights_since > tried.since) && (
        <p className="text-sm text-soft">
          {tried.nights_since === null
            ? t("rule.no_nights")
            : t("rule.nights_since", { day: format.day(tried.nights_since) })}
        </p>
      )}
      {tried.tried < tried.subjects && (
        <p className="text-sm text-soft">{t("rule.tried_some", { n: tried.tried, all: tried.subjects })}</p>
      )}
      {tried.fired === 0 && <p className="text-sm text-soft">{t("rule.fired_never")}</p>}
      <ol className="flex flex-col gap-3">
        {byDay(tried.items, (one) => one.at).map(({ day, rows }) => (
          <Day key={`${day}-${rows[0]?.at}-${rows[0]?.subject.id}`} day={day} rows={rows} />
        ))}
      </ol>
      {tried.items.length > 0 && tried.items.length < tried.fired && (
        <p className="text-sm text-soft">{t("rule.tried_shown", { n: tried.items.length })}</p>
      )}
    </div>
  );
}

function Day({ day, rows }: { day: string; rows: TriedAlert[] }) {
  const say = useTexts();
  const { t, format } = say;
  return (
    <li>
      <h3 className="text-sm font-semibold">{format.dayWithWeekday(day)}</h3>
      <ul className="divide-y divide-rule">
        {rows.map((one) => {
          const words = wordsOf(one.told, say);
          return (
            <li
              key={`${one.subject.id}-${one.at}`}
              className={`py-1.5 text-sm ${one.quiet ? "text-soft" : ""}`}
            >
              <span className="font-semibold">
                <span aria-hidden="true">{words.shape} </span>
                {words.figure ?? words.line}
              </span>{" "}
              {words.range && <span className="text-soft">({words.range}) </span>}
              <SubjectLink subject={one.subject} kind={one.told.kind} className="line-clamp-1" />
              <span className="text-xs text-soft">
                {format.clock(one.at)}
                {one.level > 0 && ` · ${t("alerts.worse", { n: one.level })}`}
                {one.quiet && ` · ${t(`alerts.quiet_${one.quiet}`)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
