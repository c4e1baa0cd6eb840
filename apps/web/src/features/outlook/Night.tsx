/** How far the market is judged by the last closed day, in a bar and words. */
import { useQuery } from "@tanstack/react-query";
import { outlookProgressQuery } from "@/shared/api/outlook";
import type { OutlookProgress } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

/** Stands where the last closed day is not judged yet; nothing where all is done, or nobody knows. */
export function Night({ asOf }: { asOf: string | null }) {
  const progress = useQuery(outlookProgressQuery).data;
  if (!progress || progress.state === "done" || asOf === progress.closed_through) return null;
  return <Reached progress={progress} />;
}

function Reached({ progress }: { progress: OutlookProgress }) {
  const { t, format } = useTexts();
  const { state, closed_through: closed, folders, folders_done: done, products } = progress;
  const day = format.day(closed);
  if (state === "waiting") return <p className="text-sm text-soft">{t("rising.waiting", { day })}</p>;
  return (
    <div role="status" className="flex max-w-prose flex-col gap-1 text-sm text-soft">
      <p>
        {t("rising.running", { day, done, of: folders })} {t("home.total", { n: products })}
      </p>
      <progress
        value={done}
        max={Math.max(folders, 1)}
        aria-label={t("rising.running", { day, done, of: folders })}
        className="h-2 w-full accent-accent"
      />
    </div>
  );
}
