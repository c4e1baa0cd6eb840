/** What home's address says beside the language: over how many days changes are told. */
export const SPANS = [1, 7, 28] as const;
export type Span = (typeof SPANS)[number];
export const USUAL_SPAN: Span = 7;

export interface TodaySearch {
  changes?: Span;
}

export function readTodaySearch(raw: Record<string, unknown>): TodaySearch {
  const span = SPANS.find((each) => String(each) === String(raw.changes));
  return { changes: span === USUAL_SPAN ? undefined : span };
}
