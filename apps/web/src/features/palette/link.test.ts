import { expect, test } from "vitest";
import { linkOf } from "./link";

test.each([
  "1772350",
  "https://uzum.uz/uz/product/choynak-1772350?skuId=5",
  "uzum.uz/product/1772350",
  "https://m.uzum.uz/ru/shop/lavido",
])("%s leads to a product or a shop", (text) => {
  expect(linkOf(` ${text} `)).toBe(text);
});

test.each([
  "",
  "choynak",
  "007",
  "choynak 1772350",
  "https://uzum.uz/uz/category/choynak-12",
  "https://uzum.uz.example.com/uz/product/1",
  "javascript://uzum.uz/product/1",
])("%s does not", (text) => {
  expect(linkOf(text)).toBeNull();
});
