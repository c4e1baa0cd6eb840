import { expect, test } from "vitest";
import type { Estimate } from "@/shared/api/shapes";
import {
  formatCount,
  formatBytes,
  formatMoney,
  formatMoneyShort,
  formatRate,
  growthWords,
  inWords,
  NBSP,
  rateWords,
  revenueWords,
  timesWords,
  UNKNOWN,
  unitsWords,
} from "./numbers";

const plain = (text: string | null) => text?.replaceAll(NBSP, " ");
const estimate = (
  point: number | null,
  low: number | null = point,
  high: number | null = point,
): Estimate => ({
  point,
  low,
  high,
  basis: "inferred",
  days: 7,
  known_days: 7,
  through: null,
});

test("money is grouped by no-break spaces and names its unit in the reader's language", () => {
  expect(formatMoney(1_250_000, "uz")).toBe(`1${NBSP}250${NBSP}000${NBSP}soʻm`);
  expect(plain(formatMoney(1_250_000, "ru"))).toBe("1 250 000 сум");
  expect(plain(formatMoney(1_250_000, "uz-Cyrl"))).toBe("1 250 000 сўм");
});

test("the decimal sign follows the language and zeros at the end are left out", () => {
  expect(formatCount(12.5, "ru")).toBe("12,5");
  expect(formatCount(12.5, "en")).toBe("12.5");
  expect(formatCount(12, "ru")).toBe("12");
  expect(formatCount(-0.001, "ru")).toBe("0");
  expect(formatCount(-3, "ru")).toBe("−3");
});

test("a range is written with the precision of its larger end", () => {
  const words = unitsWords(estimate(1240, 1190.4, 1300), "uz");
  expect([plain(words.point), plain(words.range)]).toEqual(["1 240", "1 190–1 300"]);
  expect(unitsWords(estimate(109, 97.7, 119), "uz").range).toBe("98–119");
});

test("unknown is never zero, and a known zero is not unknown", () => {
  expect(unitsWords(estimate(null), "uz")).toEqual({ point: UNKNOWN, range: null });
  expect(unitsWords(estimate(0), "uz")).toEqual({ point: "0", range: null });
});

test("an exact number carries no range", () => {
  expect(unitsWords(estimate(37), "ru").range).toBeNull();
});

test("revenue in short keeps three figures, and the range keeps the scale of the point", () => {
  expect(plain(formatMoneyShort(4_158_000, "ru"))).toBe("4,16 млн");
  expect(plain(formatMoneyShort(999_000, "ru"))).toBe("999 000");
  const words = revenueWords(estimate(1_038_450_000, 913_836_000, 1_163_064_000), "ru");
  expect([plain(words.point), words.range]).toEqual(["1,04 млрд", "0,91–1,16"]);
});

test("a count in words never promises more than there is", () => {
  const counts = [0, 7, 105, 199, 7_200, 17_280, 86_400, 172_800];
  expect(counts.map(inWords)).toEqual([0, 7, 100, 190, 7_000, 17_000, 86_000, 170_000]);
});

test("a rate keeps two digits that count, however small it is", () => {
  expect([0, 0.00333, 0.5, 2, 3.24, 31.6].map((rate) => formatRate(rate, "ru"))).toEqual([
    "0",
    "0,0033",
    "0,5",
    "2",
    "3,2",
    "32",
  ]);
});

test("bytes are said in thousands, three figures, in the letters of the language", () => {
  expect(plain(formatBytes(12_440_000_000, "uz"))).toBe("12,4 GB");
  expect(plain(formatBytes(999, "en"))).toBe("999 B");
  expect(plain(formatBytes(1_500, "en"))).toBe("1.5 kB");
  expect(plain(formatBytes(-612_000_000, "ru"))).toBe("−612 МБ");
  expect(plain(formatBytes(2.5e12, "uz-Cyrl"))).toBe("2,5 ТБ");
});

test("growth names its unit once, and goes over to times where percent say little", () => {
  const growth = (point: number | null, low: number | null, high: number | null) =>
    growthWords({ point, low, high, verdict: null }, "uz");
  expect(growth(0.482, 0.121, 0.954)).toEqual({ point: "+48\u00a0%", range: "+12…+95\u00a0%" });
  expect(growth(-0.3, -0.5, 0.1)).toEqual({ point: "−30\u00a0%", range: "−50…+10\u00a0%" });
  expect(growth(14.2, 3.1, 71)).toEqual({ point: "×15", range: "+310\u00a0%…×72" });
  expect(growth(0.002, -0.004, 0.003)).toEqual({ point: "+0,2\u00a0%", range: "−0,4…+0,3\u00a0%" });
  expect(growth(null, null, null)).toEqual({ point: "—", range: null });
});

test("a rate and a factor keep two digits that count at both ends, and unknown stays unknown", () => {
  const ranged = (point: number | null, low: number | null, high: number | null) => ({ point, low, high });
  expect(rateWords(ranged(0.0341, 0.021, 12.6), "ru")).toEqual({ point: "0,034", range: "0,021–13" });
  expect(timesWords(ranged(1.84, 1.5, 2.1), "uz")).toEqual({ point: "×1,8", range: "×1,5–×2,1" });
  expect(rateWords(ranged(null, null, null), "ru")).toEqual({ point: UNKNOWN, range: null });
});
