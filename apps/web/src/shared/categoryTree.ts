import type { Category } from "@/shared/api/shapes";

export interface Branch {
  category: Category;
  depth: number;
}

/** Parents before their children, the fuller first; a category whose parent is not listed counts as topmost. */
export function inTreeOrder(categories: readonly Category[]): Branch[] {
  const known = new Set(categories.map((category) => category.category_id));
  const children = new Map<number | null, Category[]>();
  for (const category of categories) {
    if (category.products === 0) continue;
    const parent = category.parent_id !== null && known.has(category.parent_id) ? category.parent_id : null;
    children.set(parent, [...(children.get(parent) ?? []), category]);
  }
  const below = (parent: number | null, depth: number): Branch[] =>
    (children.get(parent) ?? [])
      .sort((a, b) => b.products - a.products)
      .flatMap((category) => [{ category, depth }, ...below(category.category_id, depth + 1)]);
  return below(null, 0);
}
