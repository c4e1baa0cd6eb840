/** Moving in a list of choices that a text field drives (the combobox of the ARIA patterns). */

/** Where a key leads from the choice at `at` of `count`; null where the key is the field's own. Up and down go round. */
export function movedTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return at <= 0 ? count - 1 : at - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
