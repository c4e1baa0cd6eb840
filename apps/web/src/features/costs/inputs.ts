/** Inputs as the page holds them, as an address writes them, and as the api is asked. */
import type { CostInputs, CostStart } from "@/shared/api/shapes";
import {
  CHOICES,
  FIELD_NAMES,
  isAbroad,
  USUAL,
  type ChoiceName,
  type Choices,
  type FieldName,
} from "./fields";

export interface Amount {
  likely: number;
  low?: number | null;
  high?: number | null;
}
export interface Inputs {
  choices: Choices;
  amounts: Partial<Record<FieldName, Amount>>;
  /** The category whose commission holds. */
  category?: number;
}

export const EMPTY: Inputs = {
  choices: USUAL,
  amounts: { quantity: { likely: 100 }, units_a_day: { likely: 5 } },
};

const NUMBER = /^\d{1,12}(\.\d{1,6})?$/;
const isChoice = (name: string): name is ChoiceName => Object.hasOwn(CHOICES, name);
const isField = (name: string): name is FieldName => (FIELD_NAMES as string[]).includes(name);

export function writeInputs({ choices, amounts, category }: Inputs): string {
  const chosen = (Object.keys(CHOICES) as ChoiceName[])
    .filter((name) => choices[name] !== USUAL[name])
    .map((name) => `${name}:${choices[name]}`);
  const given = FIELD_NAMES.flatMap((name) => {
    const amount = amounts[name];
    return amount ? [`${name}:${writeAmount(amount)}`] : [];
  });
  return [...chosen, ...(category ? [`category:${category}`] : []), ...given].join(",");
}

/** What an address says; of what cannot be, nothing is taken. */
export function readInputs(text: string): Inputs {
  const inputs: Inputs = { choices: { ...USUAL }, amounts: {} };
  for (const piece of text.split(",")) {
    const [name = "", value = ""] = piece.split(":");
    if (name === "category" && /^[1-9]\d{0,14}$/.test(value)) inputs.category = Number(value);
    else if (isChoice(name)) {
      const choice = CHOICES[name].find((each) => each === value);
      if (choice) Object.assign(inputs.choices, { [name]: choice });
    } else if (isField(name)) {
      const amount = readAmount(value);
      if (amount) inputs.amounts[name] = amount;
    }
  }
  return inputs;
}

const plain = (value: number) => String(Math.round(value * 1e6) / 1e6);

function writeAmount({ likely, low, high }: Amount): string {
  return isRange({ likely, low, high })
    ? [low ?? likely, likely, high ?? likely].map(plain).join("-")
    : plain(likely);
}

function readAmount(text: string): Amount | null {
  const parts = text.split("-");
  if (!parts.every((part) => NUMBER.test(part))) return null;
  const [first = 0, likely = 0, high = 0] = parts.map(Number);
  if (parts.length === 1) return { likely: first };
  return parts.length === 3 && first <= likely && likely <= high ? { low: first, likely, high } : null;
}

export const isRange = ({ likely, low, high }: Amount) =>
  (low != null && low !== likely) || (high != null && high !== likely);

/** A likely value moved: the range goes along where it would not hold it any more. */
export function movedTo(amount: Amount, likely: number): Amount {
  if (!isRange(amount)) return { likely };
  return {
    likely,
    low: Math.min(amount.low ?? likely, likely),
    high: Math.max(amount.high ?? likely, likely),
  };
}

/** As the api is asked; null while what it needs is not there. */
export function toBody({ choices, amounts, category }: Inputs): CostInputs | null {
  const { price, quantity, units_a_day } = amounts;
  if (!price || !quantity || !units_a_day) return null;
  const { from, way, currency, ...rest } = choices;
  const own = (abroad: boolean) =>
    Object.fromEntries(
      FIELD_NAMES.filter((name) => isAbroad(name) === abroad && amounts[name]).map((name) => [
        name.replace("abroad.", ""),
        amounts[name],
      ]),
    );
  const body = { ...own(false), ...rest, ...(category && { category_id: category }) } as CostInputs;
  if (from === "home") return body.purchase ? body : null;
  const bought = own(true);
  if (!bought.price || !bought.weight_kg) return null;
  const sold = Object.fromEntries(Object.entries(body).filter(([name]) => !OF_HOME.includes(name)));
  const volume = amounts.litres && scaled(amounts.litres, 0.001);
  return {
    ...sold,
    abroad: { ...bought, way, currency, ...(volume && { volume_m3: volume }) },
  } as CostInputs;
}

/** What is put in of goods bought in the country. */
const OF_HOME = ["purchase", "purchase_vat_pct", "lead_days"];

/** What a scenario holds, on the page. */
export function fromBody(body: CostInputs): Inputs {
  const inputs: Inputs = { choices: { ...USUAL }, amounts: {} };
  const take = (held: object, prefix: string) => {
    for (const [name, value] of Object.entries(held)) {
      const field = prefix + name;
      if (isChoice(name) && typeof value === "string") Object.assign(inputs.choices, { [name]: value });
      else if (isField(field) && value) inputs.amounts[field] = value as Amount;
    }
  };
  take(body, "");
  if (body.abroad) {
    inputs.choices.from = "abroad";
    take(body.abroad, "abroad.");
  }
  if (body.category_id) inputs.category = body.category_id;
  return inputs;
}

/** A product of the market to begin with. */
export function begun(start: CostStart): Inputs {
  const { price, units_a_day, quantity, category_id } = start;
  const amounts = { ...EMPTY.amounts, ...(price && { price }) };
  if (units_a_day) Object.assign(amounts, { units_a_day, quantity: quantity ?? EMPTY.amounts.quantity });
  return { choices: USUAL, amounts, category: category_id ?? undefined };
}

/** Inputs with those that an address lays over them. */
export function laidOver(inputs: Inputs, text: string): Inputs {
  const over = readInputs(text);
  const chosen = Object.entries(over.choices).filter(([name, value]) => value !== USUAL[name as ChoiceName]);
  return {
    choices: { ...inputs.choices, ...Object.fromEntries(chosen) },
    amounts: { ...inputs.amounts, ...over.amounts },
    category: over.category ?? inputs.category,
  };
}

const scaled = ({ likely, low, high }: Amount, by: number): Amount => ({
  likely: round(likely * by),
  ...(low != null && { low: round(low * by) }),
  ...(high != null && { high: round(high * by) }),
});
const round = (value: number) => Math.round(value * 1e9) / 1e9;
