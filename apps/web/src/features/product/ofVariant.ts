/** The part of a product's answers that is one variant's. */
import type { DaySales, Estimate, EventGroup, Sales, Stock, StockStep } from "@/shared/api/shapes";

const unknown = (of: Estimate): Estimate => ({
  ...of,
  point: null,
  low: null,
  high: null,
  basis: "no_data",
  known_days: 0,
});

/** Its days; what is told of the product as a whole, marks and totals of unlooked stretches, is none of its. */
export function salesOf(sales: Sales, sku: number): Sales {
  const own = new Map(
    sales.variants?.find((variant) => variant.sku_id === sku)?.days.map((day) => [day.day, day]),
  );
  const days = sales.days.map((day): DaySales => {
    const known = own.get(day.day);
    return {
      ...day,
      units: known?.units ?? unknown(day.units),
      revenue: known?.revenue ?? unknown(day.revenue),
      marks: [],
    };
  });
  return { ...sales, days, spans: [] };
}

export const stockOf = (stock: Stock, sku: number): readonly StockStep[] =>
  stock.variants.find((variant) => variant.sku_id === sku)?.steps ?? [];

/** What happened to it, and to the product as a whole. */
export const eventsOf = (events: readonly EventGroup[], sku: number): EventGroup[] =>
  events.filter(({ sku_ids: of }) => of.includes(sku) || of.includes(null));
