import { expect, test } from "vitest";
import { laidOut, named, type Entry } from "./entry";

const entry = (id: string, label = id): Entry => ({ id, label, icon: "home" });

test("a name is found by the beginnings of its words in either script", () => {
  const entries = [entry("watch", "Kuzatuv"), entry("health", "Maʼlumotlar holati")];
  expect(named(entries, "кузат").map(({ id }) => id)).toEqual(["watch"]);
  expect(named(entries, "hol ma'l").map(({ id }) => id)).toEqual(["health"]);
  expect(named(entries, "uzat")).toEqual([]);
  expect(named(entries, " ! ")).toEqual([]);
});

test("nothing is offered twice, and no group is empty", () => {
  const groups = laidOut([
    { title: "palette.recent", entries: [entry("a"), entry("b")] },
    { title: "palette.pages", entries: [entry("b")] },
    { title: "palette.deeds", entries: [entry("c")] },
  ]);
  expect(groups.map(({ title, entries }) => [title, entries.map(({ id }) => id)])).toEqual([
    ["palette.recent", ["a", "b"]],
    ["palette.deeds", ["c"]],
  ]);
});
