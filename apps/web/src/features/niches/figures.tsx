/** Numbers of a niche, each with its range; what is not known says so. */
import type { Niche, NicheMeasure, Ranged } from "@/shared/api/shapes";
import { NBSP } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";

/** So long ago a shop came that counts as new. */
const CAME_DAYS = 90;

type Align = "start" | "end";
type Say = (value: number) => string;

interface SpreadProps {
  ranged: Ranged;
  say: Say;
  /** How the ends are said, where that is shorter. */
  ends?: Say;
  align?: Align;
}

export function Spread({ ranged, say, ends = say, align = "start" }: SpreadProps) {
  const { t } = useTexts();
  const { point, low, high } = ranged;
  if (point === null) return <span className="text-xs text-soft">{t("estimate.unknown")}</span>;
  const [from, to] = [low === null ? null : ends(low), high === null ? null : ends(high)];
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      <span className="font-semibold whitespace-nowrap">{say(point)}</span>
      {from !== null && to !== null && from !== to && (
        <span className="text-xs whitespace-normal text-soft" title={t("estimate.range_means")}>
          ({from}…​{to})
        </span>
      )}
    </span>
  );
}

/** How each measure is said as a number of its own. */
export function useSay(): (measure: NicheMeasure) => Say {
  const { format } = useTexts();
  const whole: Say = (value) => format.count(Math.round(value));
  const percent: Say = (value) => `${format.count(Math.round(value * 100))}${NBSP}%`;
  return (measure) => {
    switch (measure) {
      case "revenue":
      case "price":
      case "busy_price":
        return (value) => format.money(Math.round(value));
      case "growth":
      case "leader":
      case "staying":
      case "idle":
        return percent;
      case "season":
        return (value) => `${format.units(Math.round(value * 100) / 100)}×`;
      default:
        return whole;
    }
  };
}

export function NicheFigure({
  niche,
  measure,
  align,
}: {
  niche: Niche;
  measure: NicheMeasure;
  align?: Align;
}) {
  const { t, format } = useTexts();
  const say = useSay()(measure);
  const ranged = (one: Ranged) => <Spread ranged={one} say={say} align={align} />;
  const counted = (value: number | null) =>
    value === null ? <span className="text-xs text-soft">{t("estimate.unknown")}</span> : format.count(value);
  switch (measure) {
    case "revenue":
      return <EstimateFigure estimate={niche.revenue_28} kind="revenue" align={align} />;
    case "units":
      return <EstimateFigure estimate={niche.days_28} align={align} />;
    case "growth":
      return <GrowthFigure growth={niche.growth} align={align} terse />;
    case "sellers":
      return <>{format.count(niche.sellers)}</>;
    case "products":
      return <>{format.count(niche.products)}</>;
    case "hhi":
      return ranged(niche.concentration?.index ?? { point: null, low: null, high: null });
    case "leader":
      return ranged(niche.leader_share);
    case "came":
      return (
        <>
          {counted(niche.entry.came)}
          {/* Who was there before we watched is not told from who came. */}
          {niche.entry.came !== null && niche.entry.over_days < CAME_DAYS && (
            <span className="block text-xs text-soft">
              {t("niches.over_days", { n: niche.entry.over_days })}
            </span>
          )}
        </>
      );
    case "gone":
      return <>{counted(niche.entry.gone)}</>;
    case "staying":
      return ranged(niche.entry.staying_90);
    case "price":
      return (
        <Spread
          ranged={{ point: niche.prices.median, low: niche.prices.tenth, high: niche.prices.nine_tenths }}
          say={say}
          ends={format.moneyShort}
          align={align}
        />
      );
    case "busy_price":
      return <Busy niche={niche} />;
    case "idle":
      return ranged(niche.idle);
    case "review_gap":
      return ranged(niche.review_gap);
    case "season":
      return ranged(niche.season.highest);
    case "saturation":
      return ranged(niche.saturation.score);
  }
}

function Busy({ niche }: { niche: Niche }) {
  const { t, format } = useTexts();
  if (!niche.busy) return <span className="text-xs text-soft">{t("estimate.unknown")}</span>;
  const { from_uzs: from, to_uzs: to, share } = niche.busy;
  const percent = `${format.count(Math.round(share * 100))}${NBSP}%`;
  return (
    <span>
      {t("niches.busy_of", {
        from: from === null ? "0" : format.count(from),
        to: to === null ? "∞" : format.money(to),
        share: percent,
      })}
    </span>
  );
}
