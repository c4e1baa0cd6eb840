import { afterEach, beforeEach, expect, test, vi } from "vitest";

const patch = vi.hoisted(() => vi.fn<(path: string, body: unknown) => Promise<unknown>>());
vi.mock("./client", () => ({ patch }));

const kept = new Map<string, string>();
beforeEach(() => {
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => {
  kept.clear();
  patch.mockReset();
  vi.resetModules();
  vi.unstubAllGlobals();
});

const fresh = () => import("./choices");
const HERE = { language: "uz", theme: "light" } as const;

test("what the account keeps is used, and what it lacks is told", async () => {
  const { settle } = await fresh();
  expect(settle({ language: "ru", theme: "dark" }, HERE, {})).toEqual({
    use: { language: "ru", theme: "dark" },
    tell: {},
  });
  expect(settle({ language: null, theme: null }, HERE, {})).toEqual({
    use: {},
    tell: { language: "uz", theme: "light" },
  });
  expect(settle({ language: "uz", theme: "light" }, HERE, {})).toEqual({ use: {}, tell: {} });
});

test("a theme that nobody chose is not told, and one that goes with the system is a choice like any", async () => {
  const { settle } = await fresh();
  expect(settle({ language: "uz", theme: null }, { ...HERE, theme: "system" }, {}).tell).toEqual({});
  expect(settle({ language: "uz", theme: "system" }, HERE, {}).use).toEqual({ theme: "system" });
});

test("the address goes before the account, and is nobody's choice", async () => {
  const { settle } = await fresh();
  const here = { language: null, theme: "system" } as const;
  expect(settle({ language: "ru", theme: null }, here, {})).toEqual({ use: {}, tell: {} });
  expect(settle({ language: null, theme: null }, here, {})).toEqual({ use: {}, tell: {} });
});

test("what was chosen here and could not be saved goes before what the account keeps", async () => {
  const { settle } = await fresh();
  expect(settle({ language: "ru", theme: "dark" }, HERE, { language: "uz" })).toEqual({
    use: { theme: "dark" },
    tell: { language: "uz" },
  });
});

test("a choice that fails waits through a reload, for its own person alone, and is sent with the next", async () => {
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  patch.mockRejectedValueOnce(new Error("away"));
  const before = await fresh();
  await before.save(1, { theme: "dark" });
  vi.resetModules();
  const after = await fresh();
  expect(after.unsavedOf(1)).toEqual({ theme: "dark" });
  expect(after.unsavedOf(2)).toEqual({});
  patch.mockResolvedValue({});
  await after.save(1, { language: "ru" });
  expect(patch).toHaveBeenLastCalledWith("/account", { theme: "dark", language: "ru" });
  expect([after.unsavedOf(1), kept.size]).toEqual([{}, 0]);
});

test("quick choices are sent one after the other, and the last one stays", async () => {
  const answers: (() => void)[] = [];
  patch.mockImplementation(() => new Promise<void>((resolve) => answers.push(resolve)));
  const { save, unsavedOf } = await fresh();
  const first = save(1, { theme: "light" });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const second = save(1, { theme: "dark" });
  answers[0]?.();
  await first;
  expect(unsavedOf(1)).toEqual({ theme: "dark" });
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.();
  await second;
  expect(patch.mock.calls.map(([, body]) => body)).toEqual([{ theme: "light" }, { theme: "dark" }]);
  expect(unsavedOf(1)).toEqual({});
});
