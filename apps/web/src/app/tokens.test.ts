/** The colours of `styles.css` hold to what `docs/design.md` says of contrast, by WCAG 2.2 (1.4.3 and 1.4.11). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("styles.css", import.meta.url), "utf8");
type Colours = Record<string, string>;

function coloursAfter(selector: string): Colours {
  const [, block = ""] = /\{([^}]*)\}/.exec(css.slice(css.indexOf(selector))) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const light = coloursAfter(":root {");
const dark = coloursAfter(':root[data-theme="dark"] {');

/** Relative luminance, as WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(colours: Colours, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => luminance(colours[name] ?? "#000000")) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ["paper", "sheet", "sunk"];
const TEXT = [
  ...["ink", "soft", "accent"].flatMap((front) => GROUNDS.map((back) => [front, back])),
  ...["warn", "bad", "good"].flatMap((front) =>
    ["paper", "sheet", `${front}-soft`].map((back) => [front, back]),
  ),
  ...["ink", "accent"].map((front) => [front, "accent-soft"]),
  ["on-accent", "accent"],
  ["price", "sheet"],
  ["stock", "sheet"],
  ...[1, 2, 3, 4, 5, 6].map((place) => [`line-${place}`, "sheet"]),
] as [string, string][];
const EDGES = [
  ["rule-strong", "paper"],
  ["rule-strong", "sheet"],
  ["accent", "paper"],
] as [string, string][];

test.each([
  ["light", light],
  ["dark", dark],
])("text and edges can be told from their ground: %s", (_, colours) => {
  const weak = (pairs: [string, string][], least: number) =>
    pairs.filter(([front, back]) => contrast(colours, front, back) < least).map((pair) => pair.join(" on "));
  expect(weak(TEXT, 4.5)).toEqual([]);
  expect(weak(EDGES, 3)).toEqual([]);
});

test("a theme that is chosen and one that the system asks for are the same, and name the same colours as light", () => {
  expect(coloursAfter(':root:not([data-theme="light"]) {')).toEqual(dark);
  expect(Object.keys(dark)).toEqual(Object.keys(light));
  expect(Object.keys(light).length).toBeGreaterThan(15);
});
