/** What was so before a change, so that the change can be taken back exactly. */
import type { Mark, WatchedProduct } from "@/shared/api/shapes";

type Row = Pick<WatchedProduct, "product_id" | "mark" | "tags" | "lists">;

export const idsOf = (rows: readonly Row[]): number[] => rows.map((row) => row.product_id);

/** Products by the mark they had, leaving out those that have the new one already: what undoing has to send. */
export function marksBefore(rows: readonly Row[], next: Mark | null): { mark: Mark | null; ids: number[] }[] {
  return ([null, "mine", "rival"] as const)
    .filter((mark) => mark !== next)
    .map((mark) => ({ mark, ids: idsOf(rows.filter((row) => row.mark === mark)) }))
    .filter(({ ids }) => ids.length > 0);
}

/** Those that are in a list, or those that are not. */
export function listed(rows: readonly Row[], listId: number, inside: boolean): number[] {
  return idsOf(rows.filter((row) => row.lists.includes(listId) === inside));
}

/** Tags are one whatever their capitals. */
export const sameTag = (one: string, other: string): boolean =>
  one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** Those without a tag: the ones that a tag for all of them is new to. */
export function untagged(rows: readonly Row[], tag: string): number[] {
  return idsOf(rows.filter((row) => !row.tags.some((each) => sameTag(each, tag))));
}

/** A tag as it is kept: blanks at its ends and doubled within it go. */
export const plainTag = (text: string): string => text.trim().replace(/\s+/g, " ");

/** Which tags to offer while one is typed: those a product has not, the more used first; what begins so goes before what holds it. */
export function suggested(
  known: readonly { tag: string; products: number }[],
  has: readonly string[],
  typed: string,
  most: number,
): string[] {
  const start = plainTag(typed).toLocaleLowerCase();
  const place = (tag: string) => tag.toLocaleLowerCase().indexOf(start);
  return known
    .map(({ tag }) => tag)
    .filter((tag) => place(tag) >= 0 && !has.some((each) => sameTag(each, tag)))
    .sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0))
    .slice(0, most);
}
