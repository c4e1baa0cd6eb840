/** The chosen day in words: what each line sold then, or stood at. */
import { lastWithin } from "@/shared/chart/steps";
import { dayNumber } from "@/shared/format/days";
import type { Formatter } from "@/shared/format/formatter";
import { useTexts } from "@/shared/texts/texts";
import { NBSP } from "@/shared/format/numbers";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { SignButton } from "@/shared/ui/SignButton";
import { isThin, type Piece, type SoldDay } from "./lines";
import { useNames } from "./Picked";
import { isSold } from "./chosen";
import type { Measure } from "./search";
import { Swatch } from "./Swatch";
import type { Compared, Days } from "./useCompared";

const dayOf = ({ sales }: Days, day: string): SoldDay | undefined => sales?.find((each) => each.day === day);

export const percentWords = (percent: number, format: Formatter): string =>
  `${format.count(Math.round(percent))}${NBSP}%`;

/** What a line drawn in per cent stands at on a day; nothing where it is broken. */
export function percentOn(
  pieces: readonly Piece[] | undefined,
  day: string,
  format: Formatter,
): string | null {
  const at = dayNumber(day) + 0.5;
  const point = pieces?.flat().find((each) => each.at === at);
  return point ? percentWords(point.value, format) : null;
}

/** A line's value on a day, for whoever hears the page. */
export function spokenValue({ days }: Compared, day: string, measure: Measure, format: Formatter): string {
  if (measure === "price") return format.money(lastWithin(days.steps ?? [], dayNumber(day)));
  if (measure === "stock") return format.count(lastWithin(days.steps ?? [], dayNumber(day)));
  const amount = dayOf(days, day)?.[measure];
  if (!amount) return "—";
  const words = measure === "units" ? format.unitsOf(amount) : format.revenueOf(amount);
  return [words.point, words.range].filter(Boolean).join(", ");
}

interface Props {
  all: readonly Compared[];
  day: string;
  measure: Measure;
  /** Where lines are drawn in per cent: those lines. */
  pieces: Piece[][] | undefined;
  first: boolean;
  last: boolean;
  onStep: (by: 1 | -1) => void;
}

export function Readout({ all, day, measure, pieces, first, last, onStep }: Props) {
  const { t, format } = useTexts();
  const name = useNames();
  return (
    <section aria-label={t("compare.day")} className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <div className="flex items-center gap-2">
        <SignButton label={t("compare.previous")} sign="‹" off={first} onClick={() => onStep(-1)} />
        <p className="min-w-0 grow text-center font-semibold">{format.dayWithWeekday(day)}</p>
        <SignButton label={t("compare.next")} sign="›" off={last} onClick={() => onStep(1)} />
      </div>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        {all.map((each, place) => (
          <div key={each.id} className="flex items-start justify-between gap-3 border-t border-rule pt-2">
            <dt className="flex min-w-0 items-center gap-2 text-sm">
              <Swatch place={place} />
              <span dir="auto" className="line-clamp-2 wrap-anywhere">
                {name(each)}
              </span>
            </dt>
            <dd className="flex max-w-[60%] shrink-0 flex-col items-end text-end">
              {pieces && (
                <strong className="text-lg leading-tight">
                  {percentOn(pieces[place], day, format) ?? "—"}
                </strong>
              )}
              <Value each={each} day={day} measure={measure} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ each, day, measure }: { each: Compared; day: string; measure: Measure }) {
  const { t, format } = useTexts();
  if (!isSold(measure)) {
    if (each.category)
      return (
        <span className="text-sm text-soft">
          {t(measure === "price" ? "compare.no_price" : "compare.no_stock")}
        </span>
      );
    return <span className="font-semibold">{spokenValue(each, day, measure, format)}</span>;
  }
  const sold = dayOf(each.days, day);
  if (!sold) return <span className="text-sm text-soft">{t("estimate.unknown")}</span>;
  return (
    <>
      <EstimateFigure estimate={sold[measure]} kind={measure} align="end" />
      {sold.goods && sold.goods.known[measure] < sold.goods.of && (
        <span className="text-xs text-soft">
          {t("compare.goods_known", { n: sold.goods.known[measure], of: sold.goods.of })}
          {isThin(sold, measure) && <span className="text-warn"> △ {t("compare.goods_thin")}</span>}
        </span>
      )}
    </>
  );
}
