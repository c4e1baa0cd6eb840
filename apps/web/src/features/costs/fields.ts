/** The calculator's inputs: what each is counted in, by how much a step moves it, which rate stands in for it. */
export const CHOICES = {
  size: ["small", "medium", "large"],
  payout: ["twice_a_month", "weekly", "daily", "urgent"],
  tax: ["sole", "company", "vat", "vat_zero"],
  from: ["home", "abroad"],
  way: ["road", "rail", "air", "container"],
  currency: ["usd", "cny", "eur", "rub"],
} as const;
export type ChoiceName = keyof typeof CHOICES;
export type Choices = { [Name in ChoiceName]: (typeof CHOICES)[Name][number] };
export const USUAL = Object.fromEntries(
  Object.entries(CHOICES).map(([name, [first]]) => [name, first]),
) as Choices;

export type Unit = "uzs" | "percent" | "pieces" | "a_day" | "days" | "litres" | "kg" | "money" | "usd";

interface Field {
  unit: Unit;
  step: number;
  /** The key of the rate that holds where nothing is put in. */
  rate?: (choices: Choices, category?: number) => string;
}

/** The key of a rate, by the parts between its dots. */
const keyOf = (...parts: (string | number)[]) => parts.join(".");
const uzs = (step: number): Field => ({ unit: "uzs", step });
const percent = (step: number, rate?: Field["rate"]): Field => ({ unit: "percent", step, rate });
const usd = (step: number, rate?: Field["rate"]): Field => ({ unit: "usd", step, rate });

export const FIELDS = {
  price: uzs(1000),
  units_a_day: { unit: "a_day", step: 0.5 },
  quantity: { unit: "pieces", step: 10 },
  litres: { unit: "litres", step: 0.5 },
  purchase: uzs(1000),
  purchase_vat_pct: percent(12),
  lead_days: { unit: "days", step: 1 },
  commission_pct: percent(0.5, (_, category) => (category ? keyOf("commission", category) : "commission")),
  logistics: { ...uzs(500), rate: ({ size }) => keyOf("logistics", size) },
  storage_litre_day: { ...uzs(5), rate: () => "storage.litre_day" },
  free_days: { unit: "days", step: 1, rate: () => "storage.free_days" },
  payout_pct: percent(0.5, ({ payout }) => keyOf("payout", payout)),
  vat_pct: percent(12),
  turnover_pct: percent(1, ({ tax }) => (tax === "company" ? "turnover.company" : "turnover.sole")),
  advertising_pct: percent(1),
  advertising: uzs(500),
  packaging: uzs(500),
  returns_pct: percent(1),
  return_each: uzs(1000),
  spoiled_pct: percent(10),
  other: uzs(500),
  fixed: uzs(100000),
  "abroad.price": { unit: "money", step: 0.5 },
  "abroad.weight_kg": { unit: "kg", step: 0.1 },
  "abroad.rate_uzs": { ...uzs(50), rate: ({ currency }) => keyOf("exchange", currency) },
  "abroad.usd_uzs": { ...uzs(50), rate: () => "exchange.usd" },
  "abroad.per_kg": usd(0.5, ({ way }) => keyOf("freight", way, "per_kg")),
  "abroad.per_m3": usd(10, ({ way }) => keyOf("freight", way, "per_m3")),
  "abroad.kg_per_m3": { unit: "kg", step: 10, rate: ({ way }) => keyOf("freight", way, "kg_per_m3") },
  "abroad.least": usd(10, ({ way }) => keyOf("freight", way, "least")),
  "abroad.lead_days": { unit: "days", step: 1, rate: ({ way }) => keyOf("freight", way, "days") },
  "abroad.insurance_pct": percent(0.5),
  "abroad.duty_pct": percent(5, () => "duty"),
  "abroad.duty_per_kg": usd(0.5),
  "abroad.vat_pct": percent(12, () => "vat.standard"),
  "abroad.broker": uzs(100000),
  "abroad.other": uzs(1000),
} as const satisfies Record<string, Field>;
export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];
export const fieldOf = (name: FieldName): Field => FIELDS[name];
export const isAbroad = (name: FieldName) => name.startsWith("abroad.");
/** Never nothing at all: less than this is not sold and not bought. */
export const LEAST: Partial<Record<FieldName, number>> = { quantity: 1, units_a_day: 0.01 };
