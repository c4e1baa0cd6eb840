/** When the thing was last looked at, by age; the exact Tashkent time is in the title and for screen readers. */
import { useTexts } from "@/shared/texts/texts";

const OLD_MS = 24 * 3_600_000;

export function Freshness({ seenAt, now }: { seenAt: string | null; now: number }) {
  const { t, format } = useTexts();
  if (!seenAt) return <span className="text-xs whitespace-normal text-soft">{t("fresh.never")}</span>;
  const old = now - Date.parse(seenAt) > OLD_MS;
  return (
    <time
      dateTime={seenAt}
      title={t("fresh.exact", { time: format.instant(seenAt) })}
      className={`text-xs whitespace-nowrap ${old ? "text-warn" : "text-soft"}`}
    >
      {old && <span aria-hidden="true">△ </span>}
      {format.age(seenAt, now)}
    </time>
  );
}
