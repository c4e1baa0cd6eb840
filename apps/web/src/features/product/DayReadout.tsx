/** What is known of the chosen day, in words and figures, with the way to its reasons. */
import { formatInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Icon } from "@/shared/ui/Icon";
import { Price } from "@/shared/ui/Price";
import { SignButton } from "@/shared/ui/SignButton";
import { DayMarkNote } from "./EventMark";
import { DayEvents } from "./DayEvents";
import type { DayPoint } from "./series";

interface Props {
  day: DayPoint;
  first: boolean;
  last: boolean;
  onStep: (by: 1 | -1) => void;
  onWhy: () => void;
}

export function DayReadout({ day, first, last, onStep, onWhy }: Props) {
  const { t, format } = useTexts();
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <div className="flex items-center gap-2">
        <SignButton label={t("history.previous")} sign="‹" off={first} onClick={() => onStep(-1)} />
        <div className="min-w-0 grow text-center">
          <p className="font-semibold">{format.dayWithWeekday(day.day)}</p>
          <p className="text-xs text-soft">{t(`day_state.${day.state}`)}</p>
        </div>
        <SignButton label={t("history.next")} sign="›" off={last} onClick={() => onStep(1)} />
      </div>
      {day.marks.map((mark) => (
        <DayMarkNote key={mark} mark={mark} />
      ))}
      {day.span && (
        <p className="rounded-lg bg-accent-soft px-3 py-2 text-sm">
          {t("history.span", {
            from: formatInstant(day.span.seen_from),
            to: formatInstant(day.span.seen_to),
            total: [
              format.unitsOf(day.span.units).point,
              format.unitsOf(day.span.units).range && `(${format.unitsOf(day.span.units).range})`,
            ]
              .filter(Boolean)
              .join(" "),
          })}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5">
        <Fact name={t("readout.units")} value={<EstimateFigure estimate={day.units} copies />} />
        <Fact
          name={t("readout.revenue")}
          value={<EstimateFigure estimate={day.revenue} kind="revenue" copies />}
        />
        <Fact name={t("readout.price")} value={<Price price={day.price} list={day.list} />} />
        <Fact name={t("readout.stock")} value={format.count(day.stock)} />
        <Fact name={t("readout.looks")} value={t("readout.looked", { n: day.looks })} />
      </dl>
      <DayEvents happened={day.happened} />
      <button type="button" className="button self-start" onClick={onWhy}>
        <Icon name="question" />
        {t("why.open")}
      </button>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="font-medium break-words">{value}</dd>
    </div>
  );
}
