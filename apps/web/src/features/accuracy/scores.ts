/** What a stored back-test says, as rows to show: cells by kind, in the order asked for, ours beside the other rules. */
import type { AccuracyResult, Scores } from "@/shared/api/shapes";
import { SPANS, type Span, type Term } from "./terms";

export const OURS = "ventra";
export const OTHERS = ["oracle", "counter_only", "stock_only", "switch", "since_last_look"] as const;
export const KINDS = ["band", "gap", "trouble"] as const;
export type Other = (typeof OTHERS)[number];
export type Kind = (typeof KINDS)[number];
export type ByRule = AccuracyResult["scores"];

export interface Row {
  kind: Kind;
  /** The cell's own word: `0-1`, `24h`, `restock`; a file's troubles may be any text. */
  name: string;
  ours: Scores;
  others: RuleError[];
}

export interface RuleError {
  rule: Other;
  wape: number | null;
}

/** What stands before the name of a cell of windows; a month is 28 days. */
const BEFORE: Record<Span, string> = { day: "", week: "7d", month: "28d" };

/** Our scores over all rows: each unit alike, or each kind of product alike (`mean`). */
export function overall(
  scores: ByRule,
  span: Span,
  cell: "all" | "mean",
  rule: string = OURS,
): Scores | null {
  const name = span === "day" ? cell : cell === "all" ? BEFORE[span] : `${BEFORE[span]} ${cell}`;
  return scores[rule]?.[name] ?? null;
}

/** The spans that a result tells of: one kept by an older release lacks some. */
export const spansOf = (scores: ByRule): Span[] => SPANS.filter((span) => overall(scores, span, "all"));

/** The cells of a kind that hold rows, in their own order. */
export function rowsOf(scores: ByRule, span: Span, kind: Kind): Row[] {
  const prefix = `${span === "day" ? "" : `${BEFORE[span]} `}${kind}=`;
  return Object.entries(scores[OURS] ?? {})
    .filter(([cell, ours]) => cell.startsWith(prefix) && ours.n > 0)
    .map(([cell, ours]) => ({
      kind,
      name: cell.slice(prefix.length),
      ours,
      others: OTHERS.filter((rule) => scores[rule]).map((rule) => ({
        rule,
        wape: scores[rule]?.[cell]?.wape ?? null,
      })),
    }));
}

/** Rows by a score, the largest first; a bias by its size. What is unknown stands last; without a score they stay as they are. */
export function sorted(rows: Row[], by: Term | undefined): Row[] {
  if (!by) return rows;
  const size = (row: Row) => {
    const value = row.ours[by];
    return value === null ? -1 : Math.abs(value);
  };
  return rows.toSorted((a, b) => size(b) - size(a));
}

/** WAPE of ours and of the others over all rows, for one chart. */
export function overallErrors(scores: ByRule, span: Span, cell: "all" | "mean") {
  return [OURS, ...OTHERS]
    .filter((rule) => scores[rule])
    .map((rule) => ({ rule, wape: overall(scores, span, cell, rule)?.wape ?? null }));
}

/** A share as tenths of what it is of: 0.065 of units is 0.7 of ten. Null stays unknown. */
export const ofTen = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 100) / 10;

/** Whether the rule in force has a result over simulated products, so that nothing more is to come. */
export function isSettled(accuracy: { rule: number; results: { rule: number; source: string }[] }): boolean {
  return accuracy.results.some((one) => one.source === "simulator" && one.rule === accuracy.rule);
}
