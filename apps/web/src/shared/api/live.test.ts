import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Live, type Stream } from "./live";
import { paced } from "./pace";

class Line implements Stream {
  readyState = 1;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(name, listener);
  }
  say(name: string, data: unknown = {}) {
    this.listeners.get(name)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
  breakOff(readyState: number) {
    this.readyState = readyState;
    this.say("error");
  }
  close() {
    this.readyState = 2;
  }
}

let client: QueryClient;
let lines: Line[];
let live: Live;
const KEYS = [
  ["products", {}],
  ["product", 7],
  ["sales", 7],
  ["data-health"],
  ["import", "3"],
  ["import", "4"],
  ["meta"],
];

/** Which questions are old now; asking again makes them fresh. */
function old(): string[] {
  const found = KEYS.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key.join(" "));
  for (const key of KEYS) client.setQueryData(key, { pages: [1] });
  return found.map((key) => key.replace(" [object Object]", ""));
}

const line = () => lines.at(-1) as Line;
const after = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  lines = [];
  const connect = () => {
    lines.push(new Line());
    return line();
  };
  live = new Live(client, connect, () => 0.5);
  old();
  live.open();
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

test("how things stand at first is no news, and a change makes what it touches old", () => {
  line().say("hello");
  line().say("sales", { changed_at: "1" });
  after(60);
  expect(old()).toEqual([]);
  line().say("sales", { changed_at: "2" });
  after(5);
  expect(old()).toEqual(["products", "product 7", "sales 7", "data-health"]);
});

test("visits that come every few seconds are asked after at a bearable pace", () => {
  line().say("hello");
  let asked = 0;
  for (let second = 0; second <= 60; second += 3) {
    line().say("visits", { last_ok_at: second });
    after(3);
    asked += old().includes("data-health") ? 1 : 0;
  }
  expect(asked).toBeGreaterThanOrEqual(3);
  expect(asked).toBeLessThanOrEqual(4);
});

test("an import's step touches that import alone", () => {
  line().say("hello");
  line().say("imports", { import_id: 3, state: "running", read: 5 });
  after(1);
  expect(old()).toEqual(["import 3"]);
});

test("a list that was read on is left to its reader", () => {
  line().say("hello");
  line().say("sales", { changed_at: "1" });
  client.setQueryData(["products", {}], { pages: [1, 2] });
  line().say("sales", { changed_at: "2" });
  after(5);
  expect(old()).toEqual(["product 7", "sales 7", "data-health"]);
});

test("the clock is slow while the stream is there and as before without one", () => {
  const clock = paced(60_000);
  expect(clock()).toBe(60_000);
  line().say("hello");
  expect(clock()).toBe(300_000);
  line().breakOff(0);
  expect(clock()).toBe(60_000);
  line().say("hello");
  expect(clock()).toBe(300_000);
});

test("what changed while the line was broken is asked for when it is back", () => {
  line().say("hello");
  line().say("sales", { changed_at: "1" });
  line().breakOff(0);
  line().say("hello");
  line().say("sales", { changed_at: "1" });
  after(10);
  expect(old()).toEqual([]);
  line().breakOff(0);
  line().say("hello");
  line().say("sales", { changed_at: "2" });
  after(10);
  expect(old()).toContain("sales 7");
});

test("a stream that stays away makes the page ask by itself", () => {
  const asked = vi.spyOn(client, "invalidateQueries");
  line().say("hello");
  line().breakOff(0);
  after(19);
  expect(asked).not.toHaveBeenCalled();
  after(2);
  expect(asked).toHaveBeenCalledWith({ type: "active" });
});

test("a refusal is tried again later and later, at most once a minute", () => {
  for (const wait of [5, 10, 20, 40, 60, 60]) {
    const before = lines.length;
    line().breakOff(2);
    after(wait - 1);
    expect(lines.length).toBe(before);
    after(2);
    expect(lines.length).toBe(before + 1);
  }
});

test("a hidden page neither listens nor asks", () => {
  line().say("hello");
  line().say("sales", { changed_at: "1" });
  line().say("sales", { changed_at: "2" });
  const first = line();
  live.close();
  after(600);
  expect([first.readyState, lines.length, old()]).toEqual([2, 1, []]);
  live.open();
  expect(lines.length).toBe(2);
});
