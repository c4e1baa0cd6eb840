/** The chosen day in words: what each product sold then, or stood at. */
import type { DaySales } from "@/shared/api/shapes";
import { lastWithin } from "@/shared/chart/steps";
import { dayNumber } from "@/shared/format/days";
import type { Formatter } from "@/shared/format/formatter";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { useNames } from "./Picked";
import type { Measure } from "./search";
import { Swatch } from "./Swatch";
import type { Compared, Days } from "./useCompared";

export const dayOf = ({ sales }: Days, day: string): DaySales | undefined =>
  sales?.days.find((each) => each.day === day);

/** A product's value on a day, for whoever hears the page. */
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
  first: boolean;
  last: boolean;
  onStep: (by: 1 | -1) => void;
}

export function Readout({ all, day, measure, first, last, onStep }: Props) {
  const { t, format } = useTexts();
  const name = useNames();
  return (
    <section aria-label={t("compare.day")} className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <div className="flex items-center gap-2">
        <Step label={t("compare.previous")} sign="‹" off={first} onClick={() => onStep(-1)} />
        <p className="min-w-0 grow text-center font-semibold">{format.dayWithWeekday(day)}</p>
        <Step label={t("compare.next")} sign="›" off={last} onClick={() => onStep(1)} />
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
            <dd className="shrink-0">
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
  if (measure === "price" || measure === "stock")
    return <span className="font-semibold">{spokenValue(each, day, measure, format)}</span>;
  const amount = dayOf(each.days, day)?.[measure];
  if (!amount) return <span className="text-sm text-soft">{t("estimate.unknown")}</span>;
  return <EstimateFigure estimate={amount} kind={measure} align="end" />;
}

interface StepProps {
  label: string;
  sign: string;
  off: boolean;
  onClick: () => void;
}

function Step({ label, sign, off, onClick }: StepProps) {
  return (
    <button
      type="button"
      className="button !px-3"
      aria-disabled={off}
      aria-label={label}
      onClick={off ? undefined : onClick}
    >
      {sign}
    </button>
  );
}
