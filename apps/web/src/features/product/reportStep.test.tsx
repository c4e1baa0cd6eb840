import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ApiAway, ApiProblem } from "@/shared/api/client";
import type { Card } from "@/shared/api/shapes";
import words from "@/shared/texts/product/ru.json";
import ru from "@/shared/texts/ru.json";
import { TextsProvider } from "@/shared/texts/texts";
import { MakingView } from "./ReportCard";
import { SLOW_AFTER_MS, stepOf, type Step } from "./reportStep";

const ASKED = Date.parse("2026-11-23T09:20:00Z");
const card = (state: Card["state"], error: string | null = null): Card => ({
  card_id: "0b5c0d3e-8f1a-4a53-9a55-0f0c6c1f4a11",
  product_id: 1,
  format: "png",
  language: "ru",
  state,
  asked_at: "2026-11-23T09:20:00Z",
  finished_at: null,
  error,
});
const known = (state: Card["state"], error: string | null = null) => ({
  asking: false,
  card: card(state, error),
  error: null,
});
const shown = (step: Step) =>
  renderToStaticMarkup(
    <TextsProvider
      first={{ language: "ru", dictionary: { ...ru, ...words } as never }}
      onChange={() => undefined}
    >
      <MakingView format="pdf" step={step} onAsk={() => undefined} />
    </TextsProvider>,
  );

test("nothing is asked for until somebody asks", () => {
  const step = stepOf({ asking: false, card: undefined, error: null }, ASKED);
  expect(step).toEqual({ at: "idle" });
  expect(shown(step)).toContain("Собрать");
});

test("a card that waits or runs is being made, and a long wait is said", () => {
  expect(stepOf({ asking: true, card: undefined, error: null }, ASKED)).toEqual({
    at: "making",
    slow: false,
  });
  expect(stepOf(known("waiting"), ASKED)).toEqual({ at: "making", slow: false });
  const slow = stepOf(known("running"), ASKED + SLOW_AFTER_MS + 1);
  expect(slow).toEqual({ at: "making", slow: true });
  expect(shown(slow)).toContain("disabled");
  expect(shown(slow)).toContain("Дольше обычного");
});

test("a card that is done is a link to its file", () => {
  const step = stepOf(known("done"), ASKED);
  expect(shown(step)).toContain('href="/api/v1/cards/0b5c0d3e-8f1a-4a53-9a55-0f0c6c1f4a11/file"');
  expect(shown(step)).not.toContain("<button");
});

test("a card that failed says the api's reason and can be asked for again", () => {
  const text = shown(stepOf(known("failed", "Нет Chromium."), ASKED));
  expect(text).toContain("Нет Chromium.");
  expect(text).toContain("Попробовать снова");
});

test("an api that refuses or does not answer is said, and asking again takes its place", () => {
  const busy = new ApiProblem(429, { title: "Очередь сейчас заполнена." }, 20);
  expect(shown(stepOf({ asking: false, card: undefined, error: busy }, ASKED))).toContain("Очередь сейчас");
  const away = stepOf({ asking: false, card: card("waiting"), error: new ApiAway(null) }, ASKED);
  expect(shown(away)).toContain("Сервер сейчас не отвечает");
  expect(stepOf({ asking: true, card: card("failed"), error: busy }, ASKED).at).toBe("making");
});
