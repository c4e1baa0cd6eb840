import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toNginx } from "./headers.mjs";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

test("nginx sends the same headers as the api", () => {
  expect(read("nginx-headers.conf")).toBe(toNginx(JSON.parse(read("headers.json"))));
});

test("a header value that would end the nginx string is refused", () => {
  expect(() => toNginx({ "X-Bad": 'a"; return 200' })).toThrow("X-Bad");
});

test("the policy allows neither inline styles nor inline scripts nor eval", () => {
  expect(JSON.parse(read("headers.json"))["Content-Security-Policy"]).not.toMatch(/unsafe/);
});
