import { expect, test } from "vitest";
import { isDark, placeOf } from "./mini";

test("a link into the Mini App leads to its place, and any other text to home", () => {
  expect(placeOf("p1700001_90")).toEqual({
    to: "/p/$id",
    params: { id: "1700001" },
    search: { range: "90" },
  });
  expect(placeOf("p1700001_5")).toEqual({ to: "/p/$id", params: { id: "1700001" }, search: {} });
  expect(placeOf("c12")).toEqual({ to: "/c/$categoryId", params: { categoryId: "12" } });
  expect(placeOf("s77")).toEqual({ to: "/s/$sellerId", params: { sellerId: "77" } });
  expect(placeOf("w")).toEqual({ to: "/watchlist" });
  for (const text of [null, "", "p", "p0", "x1", "p1/../keys", "p99999999999999999999"])
    expect(placeOf(text)).toEqual({ to: "/" });
});

test("light and dark are told by how bright the ground is", () => {
  expect([isDark("#17212b"), isDark("#FFFFFF"), isDark("#f6f2e9")]).toEqual([true, false, false]);
  for (const none of [undefined, "", "red", "#fff", 7]) expect(isDark(none)).toBeNull();
});
