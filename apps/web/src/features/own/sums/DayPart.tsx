/** The days of a span in one drawing; the one that is chosen is read out below it. */
import { useMemo, useState } from "react";
import { Plot, type Plan } from "@/shared/chart/Plot";
import type { OwnDays } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { SignButton } from "@/shared/ui/SignButton";
import { Switch } from "@/shared/ui/Switch";
import { barsOf, scaleOf, type Bar } from "./dayBars";
import { drawBars } from "./drawBars";
import { MEASURES, type Measure } from "./search";
import { Sum } from "./Sum";
import { useMoney } from "./useMoney";
import { useSums } from "./useSums";

export default function DayPart({ sums }: { sums: OwnDays }) {
  const { t, format } = useTexts();
  const { search, change } = useSums();
  const bars = useMemo(() => barsOf(sums, search.show), [sums, search.show]);
  const [chosen, setChosen] = useState<number | null>(null);
  const selected = Math.min(chosen ?? bars.length - 1, bars.length - 1);
  const bar = bars[selected];
  const plan = useMemo<Plan>(() => {
    const [low, high] = scaleOf(bars);
    return {
      first: bars[0]?.number ?? 0,
      count: bars.length,
      scales: { y: [low, high] },
      padding: [12, 8, 0, 0],
      axes: (palette) => [
        {
          scale: "y",
          stroke: palette.soft,
          font: `11px ${palette.font}`,
          size: 58,
          gap: 4,
          grid: { stroke: palette.rule, width: 1 },
          ticks: { show: false },
          values: (_, splits) =>
            splits.map((value) => (search.show === "units" ? format.count(value) : format.moneyShort(value))),
        },
      ],
      paint: (u, palette) => drawBars(u, bars, palette),
    };
  }, [bars, format, search.show]);
  if (!bar) return null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-lg">{t("ownsums.by_day")}</h3>
        <Switch
          label={t("ownsums.show")}
          choices={MEASURES.map((one) => [one, t(`ownsums.${one}`)] as const)}
          chosen={search.show}
          onChoose={(show: Measure) => change({ show: show === "revenue" ? undefined : show })}
        />
      </div>
      <div className="sheet overflow-hidden p-2 sm:p-4">
        <Plot
          plan={plan}
          label={t("ownsums.chart")}
          selected={selected}
          spoken={`${format.dayWithWeekday(bar.day)}: ${valueOf(bar)}`}
          onSelect={setChosen}
        />
        <p className="px-1 text-xs text-soft">{t("ownsums.chart_legend")}</p>
      </div>
      <Readout
        bar={bar}
        first={selected === 0}
        last={selected === bars.length - 1}
        onStep={(by) => setChosen(selected + by)}
      />
    </div>
  );

  function valueOf({ value }: Bar): string {
    if (value === null) return t("estimate.unknown");
    return search.show === "units" ? format.count(value) : format.money(value);
  }
}

function Readout(props: { bar: Bar; first: boolean; last: boolean; onStep: (by: 1 | -1) => void }) {
  const { bar, first, last, onStep } = props;
  const { t, format } = useTexts();
  const money = useMoney();
  const { told } = bar;
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <div className="flex items-center gap-2">
        <SignButton label={t("ownsums.day_before")} sign="‹" off={first} onClick={() => onStep(-1)} />
        <p aria-live="polite" className="grow text-center font-semibold">
          {format.dayWithWeekday(bar.day)}
        </p>
        <SignButton label={t("ownsums.day_after")} sign="›" off={last} onClick={() => onStep(1)} />
      </div>
      {told ? (
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Sum name={t("ownsums.units")} value={format.count(told.units)} />
          <Sum name={t("ownsums.revenue")} value={money(told.revenue_uzs)} />
          <Sum name={t("ownsums.left")} value={money(told.left_uzs)} />
          <Sum name={t("ownsums.profit")} value={money(told.profit_uzs)} bad={(told.profit_uzs ?? 0) < 0} />
        </dl>
      ) : (
        <p className="text-sm text-soft">{t("ownsums.day_unread")}</p>
      )}
    </div>
  );
}
