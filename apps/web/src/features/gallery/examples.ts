/** Made-up values in every state that the parts know. */
import type { Basis, Estimate, Growth, ProductRow } from "@/shared/api/shapes";

const HOUR_MS = 3_600_000;

export function amount(point: number | null, basis: Basis, more: Partial<Estimate> = {}): Estimate {
  const exact = basis === "measured";
  return {
    point,
    low: point === null || exact ? point : point * 0.8,
    high: point === null || exact ? point : point * 1.25,
    basis,
    days: 7,
    known_days: point === null ? 0 : 7,
    through: null,
    ...more,
  };
}

export const AMOUNTS: readonly Estimate[] = [
  amount(12, "measured"),
  amount(1_267, "inferred"),
  amount(805, "imputed", { known_days: 5 }),
  amount(0, "measured"),
  amount(109, "inferred", { days: 1, known_days: 1, through: "2026-11-23T11:52:00Z" }),
  amount(null, "no_data"),
];

export const GROWTHS: readonly Growth[] = [
  { point: 0.48, low: 0.21, high: 0.83, verdict: "up" },
  { point: 14, low: 3.1, high: 71, verdict: "up" },
  { point: -0.31, low: -0.52, high: -0.04, verdict: "down" },
  { point: 0.06, low: -0.2, high: 0.41, verdict: null },
  { point: null, low: null, high: null, verdict: null },
];

export const seenBefore = (now: number, hours: number): string =>
  new Date(now - hours * HOUR_MS).toISOString();

function row(place: number, now: number, more: Partial<ProductRow>): ProductRow {
  const growth = GROWTHS[place % GROWTHS.length];
  const money = (estimate: Estimate): Estimate => ({
    ...estimate,
    point: estimate.point && estimate.point * 25_000,
    low: estimate.low && estimate.low * 25_000,
    high: estimate.high && estimate.high * 25_000,
  });
  const of = AMOUNTS[place % AMOUNTS.length] ?? amount(null, "no_data");
  return {
    product_id: 10 + place,
    titles: { uz: "Choynak 2,5 litr, zanglamas poʻlat", ru: "Чайник 2,5 л, нержавеющая сталь" },
    category: null,
    seller: { seller_id: 77, title: "Toshkent Savdo Uyi", slug: null },
    photo_url: null,
    price_uzs: 25_000,
    list_price_uzs: null,
    orders_total: 12_836,
    orders_rounded: null,
    reviews_total: 640,
    rating: 4.7,
    stock: 41,
    state: "active",
    tracked: false,
    first_seen: seenBefore(now, 900),
    seen_at: seenBefore(now, 0.25),
    figures: {
      as_of: null,
      today: amount(4, "inferred", { days: 1, known_days: 1 }),
      day_1: amount(9, "measured", { days: 1, known_days: 1 }),
      days_7: of,
      days_28: of,
      revenue_today: money(amount(4, "inferred", { days: 1, known_days: 1 })),
      revenue_1: money(amount(9, "measured", { days: 1, known_days: 1 })),
      revenue_7: money(of),
      revenue_28: money(of),
      own_fit: null,
      growth_7: { days: 14, point: null, low: null, high: null, verdict: null, ...growth },
    },
    ...more,
  };
}

/** As it should be; discounted; sold out; gone; of nothing known; and with a title that nobody planned for. */
export const rowsAt = (now: number): ProductRow[] => [
  row(0, now, {}),
  row(1, now, { list_price_uzs: 32_500 }),
  row(2, now, { stock: 0 }),
  row(3, now, { state: "gone", seen_at: seenBefore(now, 60) }),
  row(5, now, { price_uzs: null, stock: null, seen_at: null, seller: null, titles: { uz: null, ru: null } }),
  row(4, now, {
    titles: {
      uz: `<b>${"Supersuperuzunsoʻzbirikmasi".repeat(3)}</b> 🫖 إبريق الشاي`,
      ru: `<b>${"Сверхдлинноенепрерывноеслово".repeat(3)}</b> 🫖 إبريق الشاي`,
    },
  }),
];
