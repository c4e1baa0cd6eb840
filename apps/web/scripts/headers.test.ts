import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toMini, toNginx } from "./headers.mjs";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

test("nginx sends the same headers as the api", () => {
  expect(read("nginx-headers.conf")).toBe(toNginx(JSON.parse(read("headers.json"))));
});

test("Telegram's own page alone may frame the Mini App, and nobody anything else", () => {
  const headers = JSON.parse(read("headers.json"));
  const mini = toMini(headers, JSON.parse(read("mini.json")));
  expect(read("nginx-mini-headers.conf")).toBe(toNginx(mini));
  const frames = (one: Record<string, string>) =>
    one["Content-Security-Policy"]?.split("; ").filter((part) => part.startsWith("frame-ancestors"));
  expect(frames(headers)).toEqual(["frame-ancestors 'none'"]);
  expect(frames(mini)?.[0]).toMatch(/^frame-ancestors( https:\/\/web[kz]?\.telegram\.org)+$/);
});

test("a header value that would end the nginx string is refused", () => {
  expect(() => toNginx({ "X-Bad": 'a"; return 200' })).toThrow("X-Bad");
});

test("the policy allows neither inline styles nor inline scripts nor eval", () => {
  expect(JSON.parse(read("headers.json"))["Content-Security-Policy"]).not.toMatch(/unsafe/);
});
