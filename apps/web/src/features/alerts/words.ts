/** What an alert found, in words: one function for each kind of `core/rule_kinds.py`, the number first. */
import type { Basis, Told } from "@/shared/api/shapes";
import { amount, NBSP, type Say } from "./amounts";

export interface Words {
  /** Tells the direction or the trouble by its shape. */
  shape: string;
  tone: "plain" | "good" | "bad" | "warn";
  /** The number, with its unit; what has none says itself in `line`. */
  figure: string | null;
  /** Its interval, where it is an estimate. */
  range: string | null;
  line: string;
}

type Tell = (told: Told, say: Say) => Words;

const SPAN = (told: Told, { t }: Say): string => t((told.days ?? 0) > 1 ? "alerts.span_7" : "alerts.span_1");
const UNKNOWN = "—";

/** Between both ends; nothing where they are unknown or the same. */
function between(low: number | null | undefined, high: number | null | undefined, { format }: Say) {
  if (low == null || high == null) return null;
  const [from, to] = [format.units(low), format.units(high)];
  return from === to ? null : `${from}–${to}`;
}

const said = (value: number | null | undefined, unit: string, say: Say): string =>
  value == null ? UNKNOWN : amount(value, unit, say);

/** A price or a rating that went from one value to another; told in the unit of the limit, with its sign. */
const moved =
  (down: (told: Told) => boolean, ends: "uzs" | "stars"): Tell =>
  (told, say) => {
    const fell = down(told);
    const figure = told.value == null ? UNKNOWN : `${fell ? "−" : "+"}${amount(told.value, told.unit, say)}`;
    const [before, after] = [said(told.before, ends, say), said(told.after, ends, say)];
    const line = say.t("alerts.from_to", { before, after, span: SPAN(told, say) });
    return { shape: fell ? "▼" : "▲", tone: "plain", figure, range: null, line };
  };

const falls = () => true;
const rises = () => false;
const byEnds = ({ before, after }: Told) => (after ?? 0) < (before ?? 0);

const priced =
  (key: "alerts.told_price_below" | "alerts.told_price_above", shape: string): Tell =>
  (told, say) => ({
    shape,
    tone: "plain",
    figure: said(told.after ?? told.price_uzs ?? told.value, "uzs", say),
    range: null,
    line: say.t(key, { limit: amount(told.limit, "uzs", say) }),
  });

const sold =
  (
    key: "alerts.told_sales_spike" | "alerts.told_sales_drop" | "alerts.told_sales_day",
    shape: string,
  ): Tell =>
  (told, say) => ({
    shape,
    tone: shape === "▼" ? "bad" : "good",
    figure: told.value == null ? UNKNOWN : say.t("alerts.pieces", { n: whole(told.value) }),
    range: between(told.low, told.high, say),
    line: say.t(key, {
      usual: between(told.usual_low, told.usual_high, say) ?? UNKNOWN,
      limit: amount(told.limit, "units", say),
    }),
  });

const grown =
  (shape: string, key: "growth" | "growth_28" | "rises" | "falls" = "growth"): Tell =>
  (told, { t, format }) => {
    const share = (percent: number | null | undefined) => (percent == null ? null : percent / 100);
    const words = format.growthOf({
      point: share(told.value),
      low: share(told.low),
      high: share(told.high),
      verdict: null,
    });
    const tone = shape === "▲" ? "good" : "bad";
    return { shape, tone, figure: words.point, range: words.range, line: t(`alerts.told_${key}`) };
  };

const counted =
  (key: "alerts.told_reviews_new" | "alerts.told_bad_reviews", tone: Words["tone"]): Tell =>
  (told, say) => ({
    shape: tone === "bad" ? "△" : "+",
    tone,
    figure: told.value == null ? UNKNOWN : say.format.count(told.value),
    range: null,
    line: say.t(key, { span: SPAN(told, say), all: say.format.count(told.after ?? null) }),
  });

type LastingKey = "alerts.told_days_left" | `alerts.told_days_left_${NonNullable<Told["by"]>}` | RunsOutKey;
type RunsOutKey = "alerts.told_runs_out" | "alerts.told_may_run_out";

/** How long stock lasts, with the range of dates it may be gone by. */
const lasting =
  (key: (told: Told) => LastingKey): Tell =>
  (told, say) => ({
    shape: "△",
    tone: "warn",
    figure: told.value == null ? UNKNOWN : `≈${NBSP}${amount(whole(told.value), "days", say)}`,
    range: between(told.low, told.high, say),
    line: say.t(key(told), { stock: said(told.after ?? told.stock, "units", say) }),
  });

const ranked =
  (shape: string, key: "rank_in" | "rank_out"): Tell =>
  (told, say) => ({
    shape,
    tone: shape === "▲" ? "good" : "bad",
    figure: told.value == null ? UNKNOWN : `№${NBSP}${say.format.count(told.value)}`,
    range: between(told.low, told.high, say),
    line: say.t(`alerts.told_${key}`, {
      among: say.format.count(told.among ?? null),
      limit: say.format.count(told.limit),
    }),
  });

const placeMoved =
  (shape: string, key: "rank_moved" | "score_moved"): Tell =>
  (told, say) => ({
    shape,
    tone: shape === "▲" ? "good" : "bad",
    figure: told.value == null ? UNKNOWN : `${shape === "▲" ? "+" : "−"}${say.format.count(told.value)}`,
    range: null,
    line: say.t(`alerts.told_${key}`, {
      before: said(told.before, "count", say),
      after: said(told.after, "count", say),
      span: SPAN(told, say),
    }),
  });

const plain =
  (shape: string, tone: Words["tone"], words: (told: Told, say: Say) => string): Tell =>
  (told, say) => ({ shape, tone, figure: null, range: null, line: words(told, say) });

const newcomers =
  (key: "alerts.told_new_products" | "alerts.told_new_sellers"): Tell =>
  (told, { t, format }) => ({
    shape: "+",
    tone: "plain",
    figure: told.value == null ? UNKNOWN : `+${format.count(told.value)}`,
    range: null,
    line: t(key),
  });

/** Estimates of many are whole: more would pretend to know more. */
const whole = (value: number): number => (value >= 20 ? Math.round(value) : Number(value.toFixed(1)));

export const TELL: Readonly<Record<string, Tell>> = {
  price_down: moved(falls, "uzs"),
  price_up: moved(rises, "uzs"),
  price_moved: moved(byEnds, "uzs"),
  price_below: priced("alerts.told_price_below", "▼"),
  price_above: priced("alerts.told_price_above", "▲"),
  below_mine: (told, say) => ({
    shape: "▼",
    tone: "warn",
    figure: told.value == null ? UNKNOWN : `−${amount(told.value, told.unit, say)}`,
    range: null,
    line: say.t("alerts.told_below_mine", {
      theirs: said(told.after ?? told.price_uzs, "uzs", say),
      mine: said(told.before, "uzs", say),
    }),
  }),
  stock_low: (told, say) => ({
    shape: "△",
    tone: "warn",
    figure: said(told.after ?? told.value, "units", say),
    range: null,
    line: say.t("alerts.told_stock_low", { limit: amount(told.limit, "units", say) }),
  }),
  stock_out: plain("✕", "bad", (_, { t }) => t("alerts.told_stock_out")),
  stock_back: (told, say) => ({
    shape: "✓",
    tone: "good",
    figure: said(told.after ?? told.stock ?? told.value, "units", say),
    range: null,
    line: say.t("alerts.told_stock_back"),
  }),
  days_left: lasting(({ by }) => (by ? `alerts.told_days_left_${by}` : "alerts.told_days_left")),
  runs_out: lasting(() => "alerts.told_runs_out"),
  may_run_out: lasting(() => "alerts.told_may_run_out"),
  sales_spike: sold("alerts.told_sales_spike", "▲"),
  sales_drop: sold("alerts.told_sales_drop", "▼"),
  sales_day: sold("alerts.told_sales_day", "▲"),
  growth_up: grown("▲"),
  growth_down: grown("▼"),
  growth_28_up: grown("▲", "growth_28"),
  growth_28_down: grown("▼", "growth_28"),
  rises: grown("▲", "rises"),
  falls: grown("▼", "falls"),
  category_rises: grown("▲", "rises"),
  category_falls: grown("▼", "falls"),
  seller_rises: grown("▲", "rises"),
  seller_falls: grown("▼", "falls"),
  newcomer: (told, say) => ({
    shape: "+",
    tone: "plain",
    figure: told.value == null ? UNKNOWN : say.t("alerts.pieces", { n: whole(told.value) }),
    range: between(told.low, told.high, say),
    line: say.t("alerts.told_newcomer"),
  }),
  rank_in: ranked("▲", "rank_in"),
  rank_out: ranked("▼", "rank_out"),
  rank_up: placeMoved("▲", "rank_moved"),
  rank_down: placeMoved("▼", "rank_moved"),
  score_above: (told, say) => ({
    shape: "▲",
    tone: "good",
    figure: told.value == null ? UNKNOWN : say.format.count(whole(told.value)),
    range: between(told.low, told.high, say),
    line: say.t("alerts.told_score_above", { limit: say.format.count(told.limit) }),
  }),
  score_up: placeMoved("▲", "score_moved"),
  score_down: placeMoved("▼", "score_moved"),
  reviews_new: counted("alerts.told_reviews_new", "plain"),
  bad_reviews: counted("alerts.told_bad_reviews", "bad"),
  rating_down: moved(falls, "stars"),
  rating_below: (told, say) => ({
    shape: "▼",
    tone: "warn",
    figure: said(told.after ?? told.value, "stars", say),
    range: null,
    line: say.t("alerts.told_rating_below", { limit: amount(told.limit, "stars", say) }),
  }),
  photo_changed: plain("◧", "plain", (_, { t }) => t("alerts.told_photo_changed")),
  title_changed: plain("◧", "plain", ({ text_before, text_after }, { t }) =>
    text_before && text_after
      ? t("alerts.told_title_from_to", { before: text_before, after: text_after })
      : t("alerts.told_title_changed"),
  ),
  gone: plain("✕", "bad", (_, { t }) => t("alerts.told_gone")),
  new_products: newcomers("alerts.told_new_products"),
  new_sellers: newcomers("alerts.told_new_sellers"),
  stale: (told, { t, format }) => ({
    shape: "△",
    tone: "warn",
    figure: told.value == null ? UNKNOWN : format.duration(told.value * 3600),
    range: null,
    line: t("alerts.told_stale"),
  }),
};

/** A kind that this page does not know yet is told by its measure. */
const anyKind: Tell = (told, say) => ({
  shape: "·",
  tone: "plain",
  figure: said(told.value, told.unit, say),
  range: between(told.low, told.high, say),
  line: told.kind,
});

export const wordsOf = (told: Told, say: Say): Words => (TELL[told.kind] ?? anyKind)(told, say);

interface Beside {
  text: string;
  /** How it was come by, where it is an estimate. */
  basis?: Basis | null;
}

/** How things stand besides: price, stock, and what was sold in 7 days with its interval. */
export function besides(told: Told, say: Say): Beside[] {
  const { t, format } = say;
  const found: Beside[] = [];
  if (told.price_uzs != null && !told.kind.startsWith("price_"))
    found.push({ text: format.money(told.price_uzs) });
  if (
    told.stock != null &&
    told.kind !== "stock_out" &&
    !/^(stock_|days_left|runs_out|may_run_out)/.test(told.kind)
  )
    found.push({ text: t("stock.left", { n: format.count(told.stock) }) });
  if (told.units_7 != null) {
    const range = between(told.units_7_low, told.units_7_high, say);
    const n = format.units(told.units_7);
    found.push({
      text: t("alerts.units_7", { n: range ? `${n} (${range})` : n }),
      basis: told.units_7_basis,
    });
  }
  return found;
}

/** Which page of the product shows why: the day it was seen on, or the sum of the days it is worked out from. */
export function whyOf(told: Told, day: string): { range: "7"; day?: string; why: "open" | "7" } {
  const sum = /^(growth_up|growth_down)$/.test(told.kind) || told.kind === "days_left";
  return sum ? { range: "7", why: "7" } : { range: "7", day, why: "open" };
}
