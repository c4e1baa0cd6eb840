import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Estimate } from "@/shared/api/shapes";
import ru from "@/shared/texts/ru.json";
import { TextsProvider } from "@/shared/texts/texts";
import { BasisMark } from "./BasisMark";
import { EstimateFigure } from "./EstimateFigure";
import { initialsOf } from "./ProductTile";

const render = (node: React.ReactNode) =>
  renderToStaticMarkup(
    <TextsProvider first={{ language: "ru", dictionary: ru as never }} onChange={() => undefined}>
      {node}
    </TextsProvider>,
  );
const estimate: Estimate = {
  point: 1240,
  low: 1190,
  high: 1300,
  basis: "imputed",
  days: 7,
  known_days: 5,
  through: null,
};

test("each basis has a shape and a name of its own", () => {
  const bases = ["measured", "inferred", "imputed", "no_data"] as const;
  const drawn = bases.map((basis) => render(<BasisMark basis={basis} />));
  expect(new Set(drawn.map((mark) => mark.replace(/aria-label="[^"]*"|<title>.*?<\/title>/g, ""))).size).toBe(
    4,
  );
  expect(drawn[0]).toContain('aria-label="измерено"');
});

test("a number says its range, its mark and how many days are known", () => {
  const text = render(<EstimateFigure estimate={estimate} />).replaceAll("\u00a0", " ");
  expect(text).toContain("1 240");
  expect(text).toContain("(1 190–1 300)");
  expect(text).toContain("восполнено");
  expect(text).toContain("известно 5 из 7 дней");
});

test("an unknown number says so and shows no figure", () => {
  const text = render(
    <EstimateFigure
      estimate={{ ...estimate, point: null, low: null, high: null, basis: "no_data", known_days: 0 }}
    />,
  );
  expect(text).toContain("неизвестно");
  expect(text.replace(/<svg.*?<\/svg>/g, "").replace(/<[^>]*>/g, "")).not.toMatch(/\d/);
});

test("a tile's letters come from words, whatever the title brings", () => {
  expect(initialsOf("Oʻyinchoq 12 dona")).toBe("OD");
  expect(initialsOf("<img src=x> Gilam")).toBe("IS");
  expect(initialsOf(null)).toBe("·");
});
