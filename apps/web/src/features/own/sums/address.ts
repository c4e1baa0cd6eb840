/** What stands in the address of one's own shop, as it stands there: the parts themselves read what it means. */
const NAMES = ["part", "days", "from", "to", "shop", "show", "sort", "q", "pay", "cost", "state"] as const;

export type ShopAddress = Partial<Record<(typeof NAMES)[number], string>>;

export const readShopAddress = (raw: Record<string, unknown>): ShopAddress =>
  Object.fromEntries(
    NAMES.flatMap((name) =>
      typeof raw[name] === "string" || typeof raw[name] === "number"
        ? [[name, String(raw[name]).slice(0, 200)]]
        : [],
    ),
  );
