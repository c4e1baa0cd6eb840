/** How each part of the service is now, and how it has been; open to everyone. */
import { useQuery } from "@tanstack/react-query";
import { ApiAway } from "@/shared/api/client";
import { statusQuery } from "@/shared/api/queries";
import type { Status } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProblemBox, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { PartCard } from "./PartCard";

export function StatusPage() {
  const { t } = useTexts();
  const { data, error, failureReason, isPending, refetch } = useQuery(statusQuery);
  usePageTitle(t("status.title"));
  const unreachable = failureReason instanceof ApiAway;
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("status.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("status.subtitle")}</p>
      </div>
      {unreachable && <Unreachable seen={data} />}
      {data ? (
        <Parts status={data} old={unreachable} />
      ) : isPending ? (
        !unreachable && <Skeleton rows={6} height="h-32" />
      ) : (
        <ProblemBox error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}

function Unreachable({ seen }: { seen: Status | undefined }) {
  const { t, format } = useTexts();
  return (
    <div role="alert" className="rounded-lg bg-bad-soft px-3 py-3 sm:px-4">
      <p className="text-lg font-medium text-bad">
        <span aria-hidden="true">✕ </span>
        {t("status.unreachable")}
      </p>
      <p className="max-w-prose text-sm">
        {t("status.unreachable_text")}{" "}
        {seen && t("status.unreachable_seen", { time: format.instant(seen.now) })}
      </p>
    </div>
  );
}

const OVERALL = {
  well: { sign: "✓", color: "bg-good-soft text-good" },
  trouble: { sign: "△", color: "bg-warn-soft text-warn" },
  down: { sign: "✕", color: "bg-bad-soft text-bad" },
} as const;

function Parts({ status, old }: { status: Status; old: boolean }) {
  const { t } = useTexts();
  const look = OVERALL[status.overall];
  return (
    <>
      {!old && (
        <p role="status" className={`rounded-lg px-3 py-3 text-lg font-medium sm:px-4 ${look.color}`}>
          <span aria-hidden="true">{look.sign} </span>
          {t(`status.overall.${status.overall}`)}
        </p>
      )}
      <Figures status={status} />
      <section aria-label={t("status.parts")} className={old ? "opacity-60" : ""}>
        <ul className="grid gap-3 lg:grid-cols-2">
          {status.parts.map((part) => (
            <PartCard key={part.part} part={part} />
          ))}
        </ul>
      </section>
      <About status={status} />
    </>
  );
}

function Figures({ status }: { status: Status }) {
  const { t, format } = useTexts();
  const now = useNow();
  const { lag_seconds, last_ok_at, closed_through, judged_through } = status.figures;
  return (
    <dl className="sheet grid sm:grid-cols-4">
      <Figure name={t("status.last_visit")} value={last_ok_at ? format.age(last_ok_at, now) : "—"} />
      <Figure
        name={t("status.lag")}
        value={
          !status.looked_at ? "—" : lag_seconds === null ? t("status.lag_none") : format.duration(lag_seconds)
        }
      />
      <Figure name={t("status.closed")} value={closed_through ? format.day(closed_through) : "—"} />
      <Figure name={t("status.judged")} value={judged_through ? format.day(judged_through) : "—"} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex min-w-0 items-baseline justify-between gap-3 border-rule px-3 py-2 not-last:border-b sm:flex-col sm:justify-start sm:gap-1 sm:p-4 sm:not-last:border-e sm:not-last:border-b-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="font-semibold whitespace-nowrap sm:text-xl">{value}</dd>
    </div>
  );
}

function About({ status }: { status: Status }) {
  const { t, format } = useTexts();
  const version = status.commit ? `${status.version} (${status.commit.slice(0, 7)})` : status.version;
  return (
    <div className="max-w-prose text-sm text-soft">
      <p>{t("status.legend")}</p>
      <p className="mt-2">
        {t("status.as_of", { time: format.instant(status.now) })} {t("status.version", { version })}
      </p>
    </div>
  );
}
