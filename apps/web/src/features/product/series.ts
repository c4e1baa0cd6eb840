/** From the api's answers to what a chart draws: days, gaps and spans. */
import type { DaySales, Estimate, EventGroup, Sales, Span } from "@/shared/api/shapes";
import { lastWithin, type Run, type Step } from "@/shared/chart/steps";
import { dayFraction, dayNumber } from "@/shared/format/days";
import { signOf, type Sign } from "./sign";
import type { Measure } from "./search";

export interface DayPoint extends DaySales {
  /** Days since 1970-01-01; the day reaches from here to one more. */
  number: number;
  /** What the bars show: units or revenue. */
  drawn: Estimate;
  price: number | null;
  /** The struck price, where one stands above what is asked. */
  list: number | null;
  stock: number | null;
  span: Span | null;
  /** The mark that stands under the day: of its events the one to know first, small ones left aside. */
  sign: Sign | null;
  /** The mark of a day with nothing but small events; it stands there while the day is chosen. */
  quiet: Sign | null;
  /** What happened on the day, newest first. */
  happened: readonly EventGroup[];
}

/** What stands beside the sales. */
export interface Beside {
  prices?: readonly Step[];
  lists?: readonly Step[];
  stocks?: readonly Step[];
  events?: readonly EventGroup[];
}

/** One entry a calendar day; price and stock are the day's last seen, unknown where nothing was seen in it. */
export function toDays(
  sales: Sales,
  { prices = [], lists = [], stocks = [], events = [] }: Beside = {},
  measure: Measure = "units",
): DayPoint[] {
  const groups = new Map<string, EventGroup[]>();
  for (const group of events) groups.set(group.day, [...(groups.get(group.day) ?? []), group]);
  return sales.days.map((day) => {
    const number = dayNumber(day.day);
    const happened = groups.get(day.day) ?? [];
    const sign = signOf(
      happened.filter((group) => !group.small),
      day.marks,
    );
    return {
      ...day,
      number,
      drawn: day[measure],
      price: lastWithin(prices, number),
      list: lastWithin(lists, number),
      stock: lastWithin(stocks, number),
      span: day.units.point === null ? spanOver(sales.spans, number) : null,
      sign,
      quiet: sign ? null : signOf(happened, []),
      happened,
    };
  });
}

function spanOver(spans: readonly Span[], day: number): Span | null {
  return (
    spans.find((span) => dayFraction(span.seen_from) < day + 1 && dayFraction(span.seen_to) > day) ?? null
  );
}

export interface Gap extends Run {
  /** Somebody did look, and still the sales are not known (yet). */
  looked: boolean;
}

/** Unbroken runs of days of which nothing is known by itself, of what is drawn. */
export function gapsOf(days: readonly DayPoint[]): Gap[] {
  const gaps: Gap[] = [];
  for (const day of days) {
    if (day.drawn.point !== null) continue;
    const looked = wasLookedAt(day);
    const last = gaps.at(-1);
    if (last?.to === day.number && last.looked === looked) last.to = day.number + 1;
    else gaps.push({ from: day.number, to: day.number + 1, looked });
  }
  return gaps;
}

export const wasLookedAt = (day: DayPoint): boolean =>
  day.looks > 0 || day.price !== null || day.stock !== null;
