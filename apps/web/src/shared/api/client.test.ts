import { expect, test } from "vitest";
import { marketUrl } from "@/shared/market";
import { waitBeforeRetryMs, worthRetrying } from "./cache";
import { addressOf, ApiAway, ApiProblem, problemOf } from "./client";

test("an api that is away is asked again for ever, ever more rarely, and as late as it asks for", () => {
  const away = new ApiAway(null);
  expect([0, 1, 2, 3, 4, 50].map((attempt) => waitBeforeRetryMs(attempt, away))).toEqual([
    1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect(worthRetrying(1000, away)).toBe(true);
  expect(waitBeforeRetryMs(0, new ApiAway(7))).toBe(7000);
});

test("a problem the api names is final", () => {
  expect(worthRetrying(0, new ApiProblem(404, {}, null))).toBe(false);
});

test("a gateway's answer counts as away, a problem keeps its key, and HTML in it is not believed", () => {
  expect(problemOf(503, "<html>", "5")).toEqual(new ApiAway(5));
  const problem = problemOf(400, '{"key":"error.bad_input","detail":"sort"}', null);
  expect(problem).toMatchObject({ status: 400, problem: { key: "error.bad_input" } });
  expect(problemOf(500, "<html>", null)).toMatchObject({ status: 500, problem: {} });
});

test("a full store has answered and says so, while reading goes on", () => {
  const full = problemOf(503, '{"key":"error.store_full","title":"The store is full."}', "60");
  expect(full).toMatchObject({
    status: 503,
    problem: { title: "The store is full." },
    retryAfterSeconds: 60,
  });
});

test("empty filters are left out of the question, and text is escaped", () => {
  expect(addressOf("/products", { q: "a&b=ў", in_stock: false, category: null, cursor: undefined })).toBe(
    "/api/v1/products?q=a%26b%3D%D1%9E",
  );
});

test("only https leads to the market", () => {
  expect(marketUrl("https://uzum.uz/product/1")).toBe("https://uzum.uz/product/1");
  expect(marketUrl("javascript:alert(1)")).toBeUndefined();
});
