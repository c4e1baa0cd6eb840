/** What happens by itself, when it last did, and what went wrong, in the words of the error. */
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function Jobs({ jobs }: { jobs: DataHealth["jobs"] }) {
  const { t, format } = useTexts();
  if (jobs.length === 0) return <p className="text-sm">{t("health.jobs_none")}</p>;
  return (
    <ul className="sheet divide-y divide-rule">
      {jobs.map((job) => (
        <li
          key={job.job}
          className="flex flex-col gap-x-6 gap-y-1 px-3 py-2 text-sm sm:flex-row sm:flex-wrap sm:items-baseline sm:px-4"
        >
          <code className="font-semibold sm:w-44">{job.job}</code>
          <span>
            {job.finished_at
              ? t("health.job_done", { time: format.instant(job.finished_at) })
              : t("health.job_never")}
          </span>
          {job.took_ms !== null && (
            <span className="text-soft">{t("health.job_took", { n: job.took_ms })}</span>
          )}
          {job.due_at && (
            <span className="text-soft">{t("health.job_due", { time: format.instant(job.due_at) })}</span>
          )}
          {job.failures > 0 && (
            <span className="text-bad">✕ {t("health.job_failed", { n: job.failures })}</span>
          )}
          {job.last_error && <span className="basis-full break-words text-bad">{job.last_error}</span>}
        </li>
      ))}
    </ul>
  );
}

export function Failures({ failures }: { failures: DataHealth["failures"] }) {
  const { t, format } = useTexts();
  if (failures.length === 0) return <p className="text-sm">{t("health.failures_none")}</p>;
  return (
    <ul className="sheet divide-y divide-rule">
      {failures.map((failure) => (
        <li key={failure.id} className="px-3 py-2 text-sm sm:px-4">
          <p>
            <code className="font-semibold">{failure.job}</code>{" "}
            <span className="text-xs text-soft">{format.instant(failure.failed_at)}</span>
          </p>
          <p className="break-words text-bad">{failure.error}</p>
        </li>
      ))}
    </ul>
  );
}
