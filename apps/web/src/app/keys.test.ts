import { expect, test } from "vitest";
import { deedOf, type Press } from "./keys";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: "",
  command: false,
  alt: false,
  shift: false,
  typing: false,
  ...more,
});

test("the palette opens from anywhere, also out of a field and on a Cyrillic keyboard", () => {
  expect(deedOf(press("k", { command: true, typing: true }), false)).toBe("palette");
  expect(deedOf(press("л", { code: "KeyK", command: true }), false)).toBe("palette");
  expect(deedOf(press("t", { code: "KeyK", command: true }), false)).toBeNull();
  expect(deedOf(press("K", { command: true, shift: true }), false)).toBeNull();
});

test("a letter typed into a field is text", () => {
  for (const key of ["g", "h", "?", "/"]) expect(deedOf(press(key, { typing: true }), true)).toBeNull();
});

test("g and another letter lead somewhere, and only together", () => {
  expect(deedOf(press("g"), false)).toBe("g");
  expect(deedOf(press("h"), true)).toBe("home");
  expect(deedOf(press("ц", { code: "KeyW" }), true)).toBe("watchlist");
  expect(deedOf(press("h"), false)).toBeNull();
  expect(deedOf(press("x"), true)).toBeNull();
});

test("slash and question mark are found where a Cyrillic keyboard has them", () => {
  expect(deedOf(press("/"), false)).toBe("search");
  expect(deedOf(press(".", { code: "Slash" }), false)).toBe("search");
  expect(deedOf(press("?", { shift: true }), false)).toBe("keys");
  expect(deedOf(press(",", { code: "Slash", shift: true }), false)).toBe("keys");
  expect(deedOf(press(".", { code: "Period" }), false)).toBeNull();
});

test("keys of the browser and of the system stay theirs", () => {
  expect(deedOf(press("g", { command: true }), false)).toBeNull();
  expect(deedOf(press("k", { command: true, alt: true }), false)).toBeNull();
});
