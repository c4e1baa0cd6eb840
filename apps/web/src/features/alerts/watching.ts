/** Which rules are of a product, by what its page knows of it. */
import type { Product, Rule } from "@/shared/api/shapes";

export interface Watched {
  rule: Rule;
  /** Lists, marks and words are known to the watchlist alone: such a rule is of the product where it is among those. */
  sure: boolean;
}

type Known = Pick<Product, "product_id" | "tracked" | "seller" | "category_path">;

export function watching(rules: readonly Rule[], product: Known): Watched[] {
  return rules
    .filter((rule) => rule.enabled)
    .flatMap((rule) => {
      const is = isOf(rule, product);
      return is === false ? [] : [{ rule, sure: is === true }];
    });
}

function isOf({ scope, scope_id }: Rule, product: Known): boolean | null {
  switch (scope) {
    case "product":
      return scope_id === product.product_id;
    case "tracked":
      return product.tracked;
    case "seller":
      return scope_id === product.seller?.seller_id;
    case "category":
      return product.category_path.some((one) => one.category_id === scope_id);
    case "search":
      return null;
    default:
      return product.tracked ? null : false;
  }
}
