/** Numbers as people here write them: groups by a no-break space, one unit of money, a range in brackets. */
import type { Estimate, Growth, Ranged } from "@/shared/api/shapes";
import type { Language } from "@/shared/texts/languages";

export const NBSP = "\u00a0";
export const UNKNOWN = "—";

const CURRENCY: Record<Language, string> = { uz: "soʻm", "uz-Cyrl": "сўм", ru: "сум", en: "soʻm" };
const MILLION: Record<Language, string> = { uz: "mln", "uz-Cyrl": "млн", ru: "млн", en: "M" };
const BILLION: Record<Language, string> = { uz: "mlrd", "uz-Cyrl": "млрд", ru: "млрд", en: "bn" };

/** `1250000.5` → `1 250 000,5`; at most `decimals` digits, none that are zero. */
export function formatCount(value: number, language: Language, decimals = 2): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = "0", rest = ""] = fixed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, NBSP);
  const tail = rest.replace(/0+$/, "");
  const sign = value < 0 && Number(fixed) !== 0 ? "−" : "";
  return `${sign}${grouped}${tail ? (language === "en" ? "." : ",") + tail : ""}`;
}

/** A rate or a ratio: whole from ten on, else two digits that count. */
export function shortened(value: number): number {
  return value >= 10 ? Math.round(value) : Number(value.toPrecision(2));
}

export function formatRate(value: number, language: Language): string {
  return formatCount(shortened(value), language, 8);
}

/** A count for words: the roundest one that is at most 5 % smaller, so that no more is promised than there is. */
export function inWords(count: number): number {
  let step = 10 ** (String(count).length - 1);
  while (count % step > count * 0.05) step /= 10;
  return Math.floor(count / step) * step;
}

/** Without groups and with a plain minus: what a spreadsheet of that language reads as a number. Money is whole. */
export function formatPlain(value: number, language: Language, kind: "units" | "revenue"): string {
  return formatCount(value, language, kind === "revenue" ? 0 : 2)
    .replaceAll(NBSP, "")
    .replace("−", "-");
}

/** Units: whole from twenty on, else at most one decimal; more would pretend to know more. */
export function formatUnits(value: number, language: Language, size = Math.abs(value)): string {
  return formatCount(value, language, size >= 20 ? 0 : 1);
}

export function formatMoney(uzs: number, language: Language): string {
  return `${formatCount(uzs, language, 0)}${NBSP}${CURRENCY[language]}`;
}

interface Scale {
  divisor: number;
  word: string;
}

function scaleOf(uzs: number, language: Language): Scale | null {
  const size = Math.abs(uzs);
  if (size >= 1e9) return { divisor: 1e9, word: BILLION[language] };
  if (size >= 1e6) return { divisor: 1e6, word: MILLION[language] };
  return null;
}

/** Money where room is short: `124,5 mln`; below a million in full. The currency stands beside or in the heading. */
export function formatMoneyShort(uzs: number, language: Language): string {
  const scale = scaleOf(uzs, language);
  if (!scale) return formatCount(uzs, language, 0);
  return `${scaled(uzs, scale, language)}${NBSP}${scale.word}`;
}

/** Three figures that count: `4,16`, `41,6`, `416`; `size` decides for a whole range at once. */
function scaled(uzs: number, scale: Scale, language: Language, size = Math.abs(uzs)): string {
  const decimals = size >= 100 * scale.divisor ? 0 : size >= 10 * scale.divisor ? 1 : 2;
  return formatCount(uzs / scale.divisor, language, decimals);
}

const BYTES = [
  { divisor: 1e12, latin: "TB", cyrillic: "ТБ" },
  { divisor: 1e9, latin: "GB", cyrillic: "ГБ" },
  { divisor: 1e6, latin: "MB", cyrillic: "МБ" },
  { divisor: 1e3, latin: "kB", cyrillic: "кБ" },
];

/** `12,4 GB`: three figures that count, in thousands as disks are sold. */
export function formatBytes(bytes: number, language: Language): string {
  const unit = BYTES.find(({ divisor }) => Math.abs(bytes) >= divisor);
  const cyrillic = language === "ru" || language === "uz-Cyrl";
  if (!unit) return `${formatCount(bytes, language, 0)}${NBSP}${cyrillic ? "Б" : "B"}`;
  return `${scaled(bytes, { ...unit, word: "" }, language)}${NBSP}${cyrillic ? unit.cyrillic : unit.latin}`;
}

export interface EstimateWords {
  point: string;
  /** `1 190–1 300`, null when the ends are unknown or say nothing more than the point does. */
  range: string | null;
}

export function unitsWords(estimate: Ranged, language: Language): EstimateWords {
  const size = Math.max(Math.abs(estimate.point ?? 0), Math.abs(estimate.high ?? 0));
  return wordsOf(estimate, (value) => formatUnits(value, language, size));
}

/** A rate with its range, each with two digits that count. */
export function rateWords(rate: Ranged, language: Language): EstimateWords {
  return wordsOf(rate, (value) => formatRate(value, language));
}

/** How many times as much: `×1,8`, `×1,5–×2,1`. */
export function timesWords(factor: Ranged, language: Language): EstimateWords {
  return wordsOf(factor, (value) => `×${formatRate(value, language)}`);
}

/** The range repeats the scale of the point, not its word: `124,5 mln (120–129)`. */
export function revenueWords(estimate: Estimate, language: Language): EstimateWords {
  const size = Math.abs(estimate.point ?? 0);
  const scale = scaleOf(size, language);
  const number = (value: number) =>
    scale ? scaled(value, scale, language, size) : formatCount(value, language, 0);
  const words = wordsOf(estimate, number);
  return {
    point: scale && estimate.point !== null ? `${words.point}${NBSP}${scale.word}` : words.point,
    range: words.range,
  };
}

function wordsOf(estimate: Ranged, number: (value: number) => string): EstimateWords {
  if (estimate.point === null) return { point: UNKNOWN, range: null };
  const point = number(estimate.point);
  if (estimate.low === null || estimate.high === null) return { point, range: null };
  const low = number(estimate.low);
  const high = number(estimate.high);
  return { point, range: low === high ? null : `${low}–${high}` };
}

const MOST_PERCENT = 10;

/** 0.482 → `+48 %`, below ten per cent with one decimal; from tenfold on in times, `×12`. */
export function formatChange(share: number, language: Language, size = Math.abs(share)): string {
  if (share > MOST_PERCENT) return `×${formatCount(share + 1, language, 0)}`;
  return `${signed(share, language, size)}${NBSP}%`;
}

function signed(share: number, language: Language, size: number): string {
  const decimals = size >= 0.0995 ? 0 : 1;
  const percent = Number((share * 100).toFixed(decimals));
  return `${percent > 0 ? "+" : ""}${formatCount(percent, language, decimals)}`;
}

/** The range names its unit once where both ends have the same: `+12…+95 %`. */
export function growthWords({ point, low, high }: Growth, language: Language): EstimateWords {
  if (point === null) return { point: UNKNOWN, range: null };
  const size = Math.max(Math.abs(point), Math.abs(high ?? 0));
  const said = formatChange(point, language, size);
  if (low === null || high === null) return { point: said, range: null };
  const from = high > MOST_PERCENT ? formatChange(low, language, size) : signed(low, language, size);
  return { point: said, range: `${from}…${formatChange(high, language, size)}` };
}
