/** What of a category's and a shop's page is chosen: which goods, and over how long and how many prices. All in the address. */
export const PERIODS = [7, 28] as const;
export type Period = (typeof PERIODS)[number];
export const DEFAULT_PERIOD: Period = 7;
/** How many price moves are shown at first, and how many more at a time. */
export const MOVES_STEP = 20;
export const MOST_MOVES = 200;

export interface GoodsSearch {
  goods?: "new";
}

export interface CategorySearch extends GoodsSearch {
  /** Weights of one's own for the list by score, as the api reads them; whoever uses them says whether they can be read. */
  weights?: string;
}

export interface ShopSearch extends GoodsSearch {
  days?: Period;
  moves?: number;
}

export function readGoodsSearch(raw: Record<string, unknown>): GoodsSearch {
  return raw.goods === "new" ? { goods: "new" } : {};
}

export function readCategorySearch(raw: Record<string, unknown>): CategorySearch {
  const search: CategorySearch = readGoodsSearch(raw);
  const { weights } = raw;
  if (typeof weights === "string" && /^[a-z_]+:\d{1,3}(,[a-z_]+:\d{1,3}){0,6}$/.test(weights))
    search.weights = weights;
  return search;
}

export function readShopSearch(raw: Record<string, unknown>): ShopSearch {
  const search: ShopSearch = readGoodsSearch(raw);
  const days = PERIODS.find((each) => String(each) === String(raw.days));
  if (days && days !== DEFAULT_PERIOD) search.days = days;
  const moves = Number(raw.moves);
  if (Number.isInteger(moves) && moves > MOVES_STEP && moves <= MOST_MOVES) search.moves = moves;
  return search;
}
