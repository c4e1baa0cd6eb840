/** The drawing of a comparison with its states, and the day chosen in it. */
import { lazy, Suspense, useState } from "react";
import { ApiAway } from "@/shared/api/client";
import { addDays, dayNumber, dayOfNumber } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { AwayBox, ProblemBox, Skeleton } from "@/shared/ui/states";
import type { Line } from "./draw";
import { piecesOfSales, piecesOfSteps, type Piece } from "./lines";
import { useNames } from "./Picked";
import { percentOn, Readout, spokenValue } from "./Readout";
import { isSold } from "./chosen";
import { type LineKey, type Measure, type Shape } from "./search";
import type { Compared, Comparison } from "./useCompared";

const CompareChart = lazy(() => import("./CompareChart"));

interface Props {
  comparison: Comparison;
  measure: Measure;
  shape: Shape;
  on: LineKey | undefined;
  wanted: string | undefined;
  onDay: (day: string) => void;
}

export function Drawing({ comparison, measure, shape, on, wanted, onDay }: Props) {
  const { t, format } = useTexts();
  const { all, ends } = comparison;
  const lines = useLines(comparison, measure, shape, on);
  const sold = isSold(measure);
  const first = dayNumber(ends.from);
  const count = dayNumber(ends.to) - first + 1;
  // Of a day that is not over, sales are not drawn; so the day before it is read out.
  const usual = sold ? count - 2 : count - 1;
  const place = wanted === undefined ? -1 : dayNumber(wanted) - first;
  const selected = place >= 0 && place < count ? place : Math.max(usual, 0);
  const day = addDays(ends.from, selected);
  const select = (index: number) => onDay(dayOfNumber(first + index));

  const waiting = all.filter(({ daysQuery }) => daysQuery?.isPending && !daysQuery.error);
  const failed = all.filter(({ daysQuery }) => daysQuery?.error);
  const nothing = all.every(({ days }) => !days.sales && !days.steps);
  if (nothing && waiting.some(({ daysQuery }) => daysQuery?.failureReason instanceof ApiAway))
    return <AwayBox />;
  if (nothing && waiting.length > 0) return <Skeleton rows={1} height="h-96" />;
  if (nothing && failed[0])
    return (
      <ProblemBox
        error={failed[0].daysQuery?.error}
        onRetry={() => failed.forEach(({ daysQuery }) => void daysQuery?.refetch())}
      />
    );
  const spoken = [
    format.dayWithWeekday(day),
    ...all.map((each, at) => {
      const percent = shape === "index" ? percentOn(lines[at]?.pieces, day, format) : null;
      return `${at + 1}: ${[percent, spokenValue(each, day, measure, format)].filter(Boolean).join(", ")}`;
    }),
  ].join("; ");
  return (
    <>
      <div className="sheet overflow-hidden p-2 sm:p-4" aria-busy={waiting.length > 0}>
        <Suspense fallback={<Skeleton rows={1} height="h-96" />}>
          <CompareChart
            lines={lines}
            measure={measure}
            shape={shape}
            first={first}
            count={count}
            selected={selected}
            spoken={spoken}
            onSelect={select}
          />
        </Suspense>
        <p className="px-1 pt-2 text-xs text-soft">
          {shape === "index" && <strong>{t("compare.legend_index")} </strong>}
          {t(sold ? "compare.legend_sold" : "compare.legend_level")}
          {sold && all.some(({ category }) => category) && ` ${t("compare.legend_category")}`}
        </p>
      </div>
      <Readout
        all={all}
        day={day}
        measure={measure}
        pieces={shape === "index" ? lines.map((line) => line.pieces) : undefined}
        first={selected === 0}
        last={selected === count - 1}
        onStep={(by) => select(selected + by)}
      />
    </>
  );
}

const NOTHING: Piece[] = [];

function useLines({ all }: Comparison, measure: Measure, shape: Shape, on: LineKey | undefined): Line[] {
  const name = useNames();
  return useSame(
    all.map((each, place) => ({
      place,
      name: name(each),
      banded: each.id === on,
      pieces: piecesOf(each, measure, shape),
    })),
  );
}

function piecesOf({ days: { sales, steps } }: Compared, measure: Measure, shape: Shape): Piece[] {
  if (!isSold(measure)) return steps ? piecesOfSteps(steps) : NOTHING;
  return sales ? piecesOfSales(sales, measure, shape) : NOTHING;
}

/** The lines of before while they say the same, so that nothing is drawn anew for nothing. */
function useSame(lines: Line[]): Line[] {
  const [kept, keep] = useState(lines);
  const same =
    kept.length === lines.length &&
    kept.every((line, at) => {
      const { place, name, banded, pieces } = lines[at] ?? line;
      return line.place === place && line.name === name && line.banded === banded && line.pieces === pieces;
    });
  if (!same) keep(lines);
  return same ? kept : lines;
}
