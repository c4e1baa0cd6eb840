/** What is kept of a category's or a shop's page under a name: which one it is, and what is chosen there. */
import { readId } from "@/shared/address";
import { keptBy } from "@/shared/view";
import { readCategorySearch, readShopSearch, type CategorySearch, type ShopSearch } from "./search";

interface Which {
  id?: number;
}

const which = (raw: Record<string, unknown>): Which => {
  const id = readId(raw.id);
  return id === undefined ? {} : { id };
};

export const KEPT_CATEGORY = keptBy<Which & CategorySearch>((raw) => ({
  ...which(raw),
  ...readCategorySearch(raw),
}));
export const KEPT_SHOP = keptBy<Which & ShopSearch>((raw) => ({ ...which(raw), ...readShopSearch(raw) }));
