/** What stands where data should be: a skeleton at once, an api that is away, a problem said, nothing found. */
import type { ReactNode } from "react";
import { ApiAway, ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";

export function Skeleton({ rows = 4, height = "h-20" }: { rows?: number; height?: string }) {
  const { t } = useTexts();
  return (
    <div role="status" aria-label={t("state.loading")} className="flex flex-col gap-3">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={`skeleton ${height}`} />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="sheet flex flex-col items-center gap-3 px-4 py-10 text-center">
      <svg
        viewBox="0 0 48 24"
        aria-hidden="true"
        className="h-8 w-16 text-rule-strong"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        <path d="M2 20h44M8 20v-6m8 6V9m8 11v-4" strokeLinecap="round" />
        <path d="M30 4h12v16" strokeDasharray="3 3" />
      </svg>
      <p className="text-lg font-medium">{title}</p>
      {children}
    </div>
  );
}

export function AwayBox() {
  const { t } = useTexts();
  return (
    <div role="status" className="sheet flex flex-col gap-1 border-warn px-4 py-6">
      <p className="font-medium">{t("away.title")}</p>
      <p className="text-sm text-soft">{t("away.text")}</p>
    </div>
  );
}

export function useProblemText(): (error: unknown) => string {
  const { t, lookUp } = useTexts();
  return (error) => {
    if (error instanceof ApiAway) return t("away.title");
    if (error instanceof ApiProblem) {
      return (error.problem.key && lookUp(error.problem.key)) || error.problem.title || t("error.internal");
    }
    return t("error.internal");
  };
}

export function ProblemBox({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTexts();
  const text = useProblemText();
  const problem = error instanceof ApiProblem ? error.problem : null;
  return (
    <div role="alert" className="sheet flex flex-col items-start gap-2 border-bad px-4 py-5">
      <p className="font-medium">
        <span aria-hidden="true" className="text-bad">
          ✕{" "}
        </span>
        {text(error)}
      </p>
      {problem?.detail && <p className="text-sm break-words text-soft">{problem.detail}</p>}
      {problem?.request_id && (
        <p className="text-xs break-all text-soft">{t("error.request", { id: problem.request_id })}</p>
      )}
      {onRetry && (
        <button type="button" className="button button-small" onClick={onRetry}>
          {t("error.retry")}
        </button>
      )}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  failureReason: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Data when there is some, even old; else what is in its way. */
export function Answer<T>(props: { query: Asked<T>; skeleton: ReactNode; children: (data: T) => ReactNode }) {
  const { query, skeleton, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return query.failureReason instanceof ApiAway ? <AwayBox /> : skeleton;
  return <ProblemBox error={query.error} onRetry={() => void query.refetch()} />;
}
