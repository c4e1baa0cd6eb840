import { expect, test } from "vitest";
import { askTelegram, signedFields, signedForMini } from "./telegram";

const toHash = (told: unknown) => {
  const bytes = new TextEncoder().encode(JSON.stringify(told));
  return `#tgAuthResult=${btoa(String.fromCharCode(...bytes))}`;
};

test("Telegram is asked for this page and comes back to it", () => {
  const asked = new URL(askTelegram(123456, "https://ventra.example", "/sign-in?to=%2Fteam"));
  expect(asked.origin).toBe("https://oauth.telegram.org");
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    bot_id: "123456",
    origin: "https://ventra.example",
    request_access: "write",
    return_to: "https://ventra.example/sign-in?to=%2Fteam",
  });
});

test("what Telegram signed is handed on as texts, as the api checks it", () => {
  const told = { id: 77, first_name: "Лола", auth_date: 1795000000, hash: "ab" };
  const fields = { id: "77", first_name: "Лола", auth_date: "1795000000", hash: "ab" };
  expect(signedFields(toHash(told))).toEqual(fields);
  expect(signedFields(encodeURI(toHash(told)).replace(/=$/, "%3D"))).toEqual(fields);
});

test.each([
  "",
  "#",
  "#tgAuthResult=",
  "#tgAuthResult=%%%",
  "#tgAuthResult=!",
  toHash(false),
  "#tgAuthResult=bm90",
  "#x=1",
])("an address that Telegram did not write says nothing: %s", (hash) =>
  expect(signedFields(hash)).toBeNull(),
);

test("the Mini App's data stand in its address, as they were signed", () => {
  const signed = "user=%7B%22id%22%3A77%7D&auth_date=1&hash=ab";
  const hash = `#tgWebAppData=${encodeURIComponent(signed)}&tgWebAppVersion=8.0`;
  expect(signedForMini(hash)).toBe(signed);
  expect(signedForMini("#tgWebAppVersion=8.0")).toBeNull();
});
