/** The one formatter: every number, sum, day and age on the page passes through here. */
import type { Estimate, Growth, Ranged, Titles } from "@/shared/api/shapes";
import type { Facts } from "@/shared/texts/fill";
import type { Language } from "@/shared/texts/languages";
import type { TextKey } from "@/shared/texts/keys";
import * as days from "./days";
import * as numbers from "./numbers";
import { titleOf } from "./titles";

type Say = (key: TextKey, facts?: Facts) => string;

export interface Formatter {
  count: (value: number | null) => string;
  units: (value: number | null) => string;
  rate: (value: number) => string;
  bytes: (bytes: number | null) => string;
  money: (uzs: number | null) => string;
  moneyShort: (uzs: number) => string;
  /** `1250000` or `12,5`: for a spreadsheet. */
  plain: (value: number | null, kind: "units" | "revenue") => string;
  unitsOf: (estimate: Ranged) => numbers.EstimateWords;
  /** Units a day, with two digits that count. */
  rateOf: (rate: Ranged) => numbers.EstimateWords;
  timesOf: (factor: Ranged) => numbers.EstimateWords;
  revenueOf: (estimate: Estimate) => numbers.EstimateWords;
  /** `+48 %` and `+12…+95 %`. */
  growthOf: (growth: Growth) => numbers.EstimateWords;
  /** 0.48 → `+48 %`. */
  change: (share: number) => string;
  day: (day: string) => string;
  /** `23 noy`, for axes and narrow places. */
  dayShort: (day: string) => string;
  /** `du, 23.11.2026`. */
  dayWithWeekday: (day: string) => string;
  clock: (instant: string) => string;
  instant: (instant: string) => string;
  age: (instant: string, nowMs: number) => string;
  duration: (seconds: number) => string;
  title: (titles: Titles) => string | null;
}

const orUnknown = <T>(value: T | null, format: (value: T) => string) =>
  value === null ? numbers.UNKNOWN : format(value);

export function formatterFor(language: Language, t: Say): Formatter {
  const dayShort = (day: string) =>
    `${Number(day.slice(8))}${numbers.NBSP}${t("date.months_short").split(" ")[Number(day.slice(5, 7)) - 1]}`;
  return {
    count: (value) => orUnknown(value, (known) => numbers.formatCount(known, language)),
    units: (value) => orUnknown(value, (known) => numbers.formatUnits(known, language)),
    rate: (value) => numbers.formatRate(value, language),
    bytes: (bytes) => orUnknown(bytes, (known) => numbers.formatBytes(known, language)),
    money: (uzs) => orUnknown(uzs, (known) => numbers.formatMoney(known, language)),
    moneyShort: (uzs) => numbers.formatMoneyShort(uzs, language),
    plain: (value, kind) => orUnknown(value, (known) => numbers.formatPlain(known, language, kind)),
    unitsOf: (estimate) => numbers.unitsWords(estimate, language),
    rateOf: (rate) => numbers.rateWords(rate, language),
    timesOf: (factor) => numbers.timesWords(factor, language),
    revenueOf: (estimate) => numbers.revenueWords(estimate, language),
    change: (share) => numbers.formatChange(share, language),
    growthOf: (growth) => numbers.growthWords(growth, language),
    day: days.formatDay,
    dayShort,
    dayWithWeekday: (day) =>
      `${t("date.weekdays_short").split(" ")[days.weekday(day)]}, ${days.formatDay(day)}`,
    clock: days.formatClock,
    instant: days.formatInstant,
    age: (instant, nowMs) => {
      const age = days.ageOf(instant, nowMs);
      return age.unit === "now" ? t("age.now") : t(`age.${age.unit}`, { n: age.n });
    },
    duration: (seconds) => durationWords(seconds, t),
    title: (titles) => titleOf(titles, language),
  };
}

function durationWords(seconds: number, t: Say): string {
  if (seconds < 90) return t("duration.seconds", { n: Math.round(seconds) });
  if (seconds < 3600) return t("duration.minutes", { n: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return t("duration.hours", { n: Math.round(seconds / 3600) });
  return t("duration.days", { n: Math.round(seconds / 86_400) });
}
