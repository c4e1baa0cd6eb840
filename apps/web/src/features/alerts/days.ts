/** Rows under the days they belong to, in the order they come. */
import { dayOfInstant } from "@/shared/format/days";

export interface Day<R> {
  day: string;
  rows: R[];
}

export function byDay<R>(rows: readonly R[], at: (row: R) => string): Day<R>[] {
  const found: Day<R>[] = [];
  for (const row of rows) {
    const day = dayOfInstant(at(row));
    const last = found.at(-1);
    if (last?.day === day) last.rows.push(row);
    else found.push({ day, rows: [row] });
  }
  return found;
}
