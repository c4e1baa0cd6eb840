/** What of the shop's sums is shown: which part, of which days and shop, and how its list is ordered. All in the address. */
import { readId } from "@/shared/address";
import { addDays } from "@/shared/format/days";
import type { Query } from "@/shared/api/client";
import type { ShopAddress } from "./address";

export const PARTS = ["earned", "goods", "purchases", "losses", "difference", "cash", "orders"] as const;
export type Part = (typeof PARTS)[number];

export const SPANS = ["7", "28", "90"] as const;
export type SpanDays = (typeof SPANS)[number];
export const DEFAULT_SPAN: SpanDays = "28";

export const MEASURES = ["revenue", "units", "profit"] as const;
export type Measure = (typeof MEASURES)[number];

export const GOOD_SORTS = [
  "-revenue",
  "-units",
  "-profit",
  "-margin",
  "-returned",
  "-stock",
  "-held",
] as const;
export type GoodSort = (typeof GOOD_SORTS)[number];

export const SCHEDULES = ["twice_a_month", "weekly", "daily", "urgent"] as const;
export type Schedule = (typeof SCHEDULES)[number];

export const STATES = ["open", "claimed", "settled", "written_off"] as const;
export type ClaimState = (typeof STATES)[number];

export interface SumsSearch {
  part: Part;
  days: SpanDays | "own";
  from: string;
  to: string;
  shop: number | undefined;
  show: Measure;
  sort: GoodSort;
  q: string;
  pay: Schedule;
  /** Whether the cabinet's purchase price counts where no purchase covers what was sold. */
  cabinet: boolean;
  state: ClaimState | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string | undefined): text is string =>
  text !== undefined && DAY.test(text) && !Number.isNaN(Date.parse(text));

const among = <T extends string>(names: readonly T[], said: string | undefined): T | undefined =>
  names.find((name) => name === said);

/** What the address means on a day: whole spans end with yesterday, as everywhere. */
export function readSumsSearch(raw: ShopAddress, today: string): SumsSearch {
  const own = isDay(raw.from) && isDay(raw.to) && raw.from <= raw.to;
  const days = own ? "own" : (among(SPANS, raw.days) ?? DEFAULT_SPAN);
  return {
    part: among(PARTS, raw.part) ?? "earned",
    days,
    from: own ? (raw.from as string) : addDays(today, -Number(days)),
    to: own ? (raw.to as string) : addDays(today, -1),
    shop: readId(raw.shop),
    show: among(MEASURES, raw.show) ?? "revenue",
    sort: among(GOOD_SORTS, raw.sort) ?? "-revenue",
    q: raw.q ?? "",
    pay: among(SCHEDULES, raw.pay) ?? "twice_a_month",
    cabinet: raw.cost !== "own",
    state: among(STATES, raw.state),
  };
}

/** The span as the api asks it. */
export const toSpan = ({ from, to, shop, cabinet }: SumsSearch): Query => ({
  from,
  to,
  shop_id: shop,
  // What is not sent means yes.
  ...(cabinet ? {} : { cabinet: "false" }),
});
