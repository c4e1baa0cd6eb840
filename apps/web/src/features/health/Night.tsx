/** How far the market is judged by the last closed day, when that last came to its end, and whether it is late. */
import { useQuery } from "@tanstack/react-query";
import { outlookProgressQuery } from "@/shared/api/outlook";
import type { OutlookProgress } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Fact } from "./Fact";

export function Night() {
  const progress = useQuery(outlookProgressQuery);
  return (
    <Answer query={progress} skeleton={<Skeleton rows={1} height="h-24" />}>
      {(data) => <Told progress={data} />}
    </Answer>
  );
}

function Told({ progress }: { progress: OutlookProgress }) {
  const { t, format } = useTexts();
  const {
    state,
    closed_through: closed,
    whole_day: day,
    whole_at: at,
    folders,
    folders_done: done,
  } = progress;
  const reached = t("night.running", { done, of: folders });
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      {progress.late ? (
        <p className="text-warn">△ {t("night.late", { day: format.day(closed) })}</p>
      ) : (
        state === "done" && <p className="text-good">✓ {t("night.done")}</p>
      )}
      {state === "waiting" && <p>{t("night.waiting", { day: format.day(closed) })}</p>}
      {state === "running" && (
        <div role="status" className="flex max-w-prose flex-col gap-1">
          <p>{reached}</p>
          <progress
            value={done}
            max={Math.max(folders, 1)}
            aria-label={reached}
            className="h-2 w-full accent-accent"
          />
        </div>
      )}
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact name={t("night.whole")} value={day ? format.day(day) : "—"} />
        <Fact name={t("night.ended")} value={at ? format.instant(at) : "—"} />
        <Fact name={t("night.products")} value={format.count(progress.products)} />
      </dl>
    </div>
  );
}
