/** Why a day's range is as wide as it is: each source with its share of the doubt, in words and as a bar; nothing where the number is exact. */
import type { RangeSource } from "@/shared/api/shapes";
import { NBSP } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";

export function RangeSources({ sources }: { sources: readonly RangeSource[] }) {
  const { t, format, lookUp } = useTexts();
  if (sources.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{t("why.wide")}</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {sources.map(({ source, share, note_key }) => (
          <li key={source} className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1">
            <span>{lookUp(note_key) ?? t(`why.source.${source}`)}</span>
            <span className="numeric font-semibold">
              {format.count(Math.round(share * 100))}
              {NBSP}%
            </span>
            <svg
              viewBox="0 0 100 6"
              preserveAspectRatio="none"
              aria-hidden="true"
              className="col-span-2 h-1.5 w-full"
            >
              <rect width="100" height="6" className="fill-sunk" />
              <rect width={100 * share} height="6" className="fill-accent" />
            </svg>
          </li>
        ))}
      </ul>
    </section>
  );
}
