import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filledIn, keptFiles } from "./worker.mjs";

test("the page, its scripts and its styles are kept, and nothing that only a server needs", () => {
  const names = [
    "index.html",
    "favicon.svg",
    "away.html",
    "sw.js",
    "manifest.webmanifest",
    ".vite/manifest.json",
    "icons/icon-512.png",
    "assets/index-AbCdEf12.js",
    "assets/index-AbCdEf12.js.gz",
    "assets/index-12345678.css",
  ];
  expect(keptFiles(names)).toEqual([
    "/",
    "/assets/index-12345678.css",
    "/assets/index-AbCdEf12.js",
    "/favicon.svg",
  ]);
});

test("the worker gets its version and its files, and a worker without places for them is refused", () => {
  const text = readFileSync(new URL("../worker/sw.js", import.meta.url), "utf8");
  const filled = filledIn(text, "0123456789abcdef", ["/", "/favicon.svg"]);
  expect(filled).toContain('const VERSION = "0123456789abcdef";');
  expect(filled).toContain('const FILES = ["/","/favicon.svg"];');
  expect(() => filledIn("nothing to fill in", "1", [])).toThrow();
});
