import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Scores } from "@/shared/api/shapes";
import { formatCount } from "@/shared/format/numbers";
import words from "@/shared/texts/accuracy/ru.json";
import ru from "@/shared/texts/ru.json";
import { TextsProvider } from "@/shared/texts/texts";
import { CellCards } from "./CellCards";
import { CellTable } from "./CellTable";
import { Headline } from "./Headline";
import { percentWords } from "./percent";
import { Rivals } from "./Rivals";
import { isSettled, ofTen, overall, rowsOf, sorted, spansOf } from "./scores";
import { readAccuracySearch } from "./search";

const scores = (wape: number | null, more: Partial<Scores> = {}): Scores => ({
  n: 100,
  wape,
  median_ape: 0.02,
  bias: -0.016,
  cover: 0.84,
  cover_open: 0.78,
  cover_wide: 0.77,
  rel_width: 0.13,
  wis: 2,
  missing: 0.022,
  exact: 0.97,
  ...more,
});
const cells = (wape: number) => ({
  all: scores(wape),
  mean: scores(wape * 3),
  "band=0-1": scores(0.2, { bias: -0.3, n: 50 }),
  "band=1-8": scores(null),
  "band=8-50": scores(0.4, { bias: 0.1 }),
  "gap=24h": scores(0.1, { n: 0 }),
  "trouble=restock": scores(0.04),
  "trouble=<img src=x>": scores(0.05),
  "7d": scores(wape / 2),
  "7d mean": scores(wape),
  "28d": scores(wape / 4),
  "7d band=0-1": scores(0.1),
});
const BOOK = { ventra: cells(0.065), oracle: cells(0.037), switch: cells(0.9), counter_only: cells(0.27) };

const render = (node: React.ReactNode) =>
  renderToStaticMarkup(
    <TextsProvider
      first={{ language: "ru", dictionary: { ...ru, ...words } as never }}
      onChange={() => undefined}
    >
      {node}
    </TextsProvider>,
  ).replaceAll("\u00a0", " ");
const plain = (html: string) => html.replace(/<svg.*?<\/svg>/g, "").replace(/<[^>]*>/g, "|");

test("a period has cells of its own, and those without rows are not shown", () => {
  expect(rowsOf(BOOK, "day", "band").map((row) => row.name)).toEqual(["0-1", "1-8", "8-50"]);
  expect(rowsOf(BOOK, "week", "band").map((row) => row.ours.wape)).toEqual([0.1]);
  expect(rowsOf(BOOK, "day", "gap")).toEqual([]);
  expect(overall(BOOK, "week", "all")?.wape).toBe(0.0325);
  expect(overall(BOOK, "week", "mean")?.wape).toBe(0.065);
  expect(overall(BOOK, "month", "all")?.wape).toBe(0.01625);
  expect(overall(BOOK, "month", "mean")).toBeNull();
  expect(spansOf(BOOK)).toEqual(["day", "week", "month"]);
  expect(spansOf({ ventra: { all: scores(0.1) } })).toEqual(["day"]);
  expect(overall({}, "day", "all")).toBeNull();
});

test("only rules that were measured stand beside ours", () => {
  expect(rowsOf(BOOK, "day", "band")[0]?.others.map((one) => one.rule)).toEqual([
    "oracle",
    "counter_only",
    "switch",
  ]);
});

test("the largest stands first, a bias by its size, what is unknown last", () => {
  const rows = rowsOf(BOOK, "day", "band");
  const names = (by: "wape" | "bias" | undefined) => sorted(rows, by).map((row) => row.name);
  expect(names("wape")).toEqual(["8-50", "0-1", "1-8"]);
  expect(names("bias")).toEqual(["0-1", "8-50", "1-8"]);
  expect(names(undefined)).toEqual(["0-1", "1-8", "8-50"]);
});

test("shares are said in ten and in per cent, with a sign where it matters, and unknown is never 0", () => {
  const count = (value: number) => formatCount(value, "ru");
  expect([0.065, 0.84, 0, null].map(ofTen)).toEqual([0.7, 8.4, 0, null]);
  const said = (share: number | null) => percentWords(share, count).replaceAll("\u00a0", " ");
  expect([0.0646, 0, 1.8451, null].map(said)).toEqual(["6,5 %", "0 %", "185 %", "—"]);
  expect(percentWords(0.02, count, "bias")).toBe("+2\u00a0%");
  expect(percentWords(-0.016, count, "bias")).toBe("−1,6\u00a0%");
});

test("the headline says of ten units and of ten ranges, pooled and with every kind alike", () => {
  const text = plain(render(<Headline scores={BOOK} />));
  expect(text).toContain("|0,7|");
  expect(text).toContain("|0,3|");
  expect(text).toContain("|8,4|");
  expect(text).toContain("2 — если все виды товаров считать поровну");
});

test("every rule's error stands as a number beside its bar, also what is beyond the scale", () => {
  const text = plain(render(<Rivals scores={BOOK} span="day" />));
  for (const words of ["VENTRA", "Всезнающий", "6,5 %", "3,7 %", "27 %", "90 %", "270 %"])
    expect(text).toContain(words);
});

test.each([CellTable, CellCards])("a trouble that a file names is shown as text", (List) => {
  const rows = rowsOf(BOOK, "day", "trouble");
  const html = render(<List title="по виду" rows={rows} sort={undefined} onSort={() => undefined} />);
  expect(html).not.toContain("<img");
  expect(plain(html)).toContain("&lt;img src=x&gt;");
  expect(plain(html)).toContain("Частые пополнения");
});

test("it is settled when the rule in force was measured over simulated products", () => {
  const results = [
    { rule: 3, source: "simulator" },
    { rule: 4, source: "file" },
  ];
  expect(isSettled({ rule: 3, results })).toBe(true);
  expect(isSettled({ rule: 4, results })).toBe(false);
  expect(isSettled({ rule: 3, results: [] })).toBe(false);
});

test("what an address asks for is taken where it is known, and else left out", () => {
  expect(readAccuracySearch({ span: "week", sort: "bias", source: "file" })).toEqual({
    span: "week",
    sort: "bias",
    source: "file",
  });
  expect(readAccuracySearch({ span: "day", sort: "<b>", source: "simulator" })).toEqual({});
});
