/** From the cabinet's total to ours, a cause at a time, with where each leads and its bar on one scale. */
import type { OwnDifference } from "@/shared/api/shapes";

export interface Step {
  cause: OwnDifference["causes"][number]["cause"];
  amount: number;
  rows: number | null;
  /** What it has come to after this cause. */
  after: number;
  /** The ends of the bar, as shares of the scale. */
  from: number;
  to: number;
}

/** The steps of causes that count anything; zero is always on the scale. */
export function walk({ cabinet_uzs: start, causes }: OwnDifference): Step[] {
  let at = start;
  const steps = causes
    .filter(({ amount_uzs: amount }) => amount !== 0)
    .map(({ cause, amount_uzs: amount, rows }) => ({
      cause,
      rows,
      amount,
      before: at,
      after: (at += amount),
    }));
  const ends = [0, start, ...steps.map(({ after }) => after)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const share = (value: number) => (high === low ? 0 : (value - low) / (high - low));
  return steps.map(({ before, ...step }) => ({
    ...step,
    from: share(Math.min(before, step.after)),
    to: share(Math.max(before, step.after)),
  }));
}
