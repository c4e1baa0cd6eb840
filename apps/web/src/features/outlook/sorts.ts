/** Orders of what rises as they are chosen: in a field, or by a table's headings. */
import type { RisingKind } from "@/shared/api/shapes";
import { DEFAULT_SORT, sortsOf, type RisingSort, type SortName } from "./search";

/** Those that have words of their own; the others are chosen in the table's head, and shown where one is. */
const NAMED: readonly RisingSort[] = ["rank", "-level", "level", "-since", "since"];
export const offeredSorts = (kind: RisingKind, chosen: RisingSort): readonly RisingSort[] =>
  sortsOf(kind).filter((sort) => NAMED.includes(sort) || sort === chosen);

/** What pressing a heading asks for: the most first, then the least; of ranks the first. */
export function pressed(name: SortName, now: RisingSort): RisingSort {
  const [first, second]: RisingSort[] = name === "rank" ? ["rank", "-rank"] : [`-${name}`, name];
  return (now === first ? second : first) ?? DEFAULT_SORT;
}
