/**
 * Of a long list only the lines in sight and some beyond are drawn; room stands for the others. A line not drawn yet counts as
 * high as lines usually are, and as high as it was once it has been drawn.
 */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** More is drawn when less than this is left beyond what is in sight, */
const SPARE_PX = 300;
/** and then so much of it. */
const BEYOND_PX = 900;
const AT_FIRST = 12;

export interface InSight {
  first: number;
  /** The first line that is not drawn any more. */
  end: number;
  /** Room for the lines before and after, in pixels. */
  before: number;
  after: number;
}

interface Options {
  /** The list's name: its heights outlive it, so that one finds back to where one was. */
  name: string;
  /** What each line is told by. */
  keys: readonly number[];
  usualPx: number;
  /** Holds the lines, each with its place as `data-line`. */
  list: RefObject<HTMLElement | null>;
  /** What scrolls, where that is not the page. */
  box?: RefObject<HTMLElement | null>;
}

const remembered = new Map<string, Map<number, number>>();

function heightsOf(name: string): Map<number, number> {
  const found = remembered.get(name) ?? new Map<number, number>();
  remembered.set(name, found);
  return found;
}

export function useInSight({ name, keys, usualPx, list, box }: Options): InSight {
  const [drawn, setDrawn] = useState<InSight>({ first: 0, end: AT_FIRST, before: 0, after: 0 });
  const anchor = useRef(0);

  const look = useEffectEvent(() => {
    const place = list.current?.getBoundingClientRect();
    const frame = box ? box.current?.getBoundingClientRect() : { top: 0, height: innerHeight };
    if (!place || !frame) return;
    const top = frame.top - place.top;
    const heights = heightsOf(name);
    const px = keys.map((key) => heights.get(key) ?? usualPx);
    anchor.current = reached(px, top);
    setDrawn((old) => {
      const needed = span(px, top - SPARE_PX, top + frame.height + SPARE_PX);
      const whole = old.before + sum(px, old.first, old.end) + old.after;
      const holds = old.first <= needed.first && old.end >= needed.end && old.end <= px.length;
      if (holds && Math.abs(whole - sum(px)) < 1) return old;
      const { first, end } = span(px, top - BEYOND_PX, top + frame.height + BEYOND_PX);
      return { first, end, before: sum(px, 0, first), after: sum(px, end) };
    });
  });

  // eslint-disable-next-line react-hooks/set-state-in-effect -- what is in sight is known once the lines are laid out, and not before
  useLayoutEffect(() => look(), [keys]);

  // Lines drawn above what is in sight push it away by as much as they are higher than they were taken for.
  useLayoutEffect(() => {
    const heights = heightsOf(name);
    let pushed = 0;
    for (const line of list.current?.querySelectorAll<HTMLElement>("[data-line]") ?? []) {
      const at = Number(line.dataset.line);
      const key = keys[at];
      if (key === undefined) continue;
      const px = line.getBoundingClientRect().height;
      const taken = heights.get(key) ?? usualPx;
      if (at < anchor.current) pushed += px - taken;
      heights.set(key, px);
    }
    if (Math.abs(pushed) >= 1) (box ? box.current : window)?.scrollBy(0, pushed);
  });

  useEffect(() => {
    const scrolls = box ? box.current : window;
    const resized = () => {
      heightsOf(name).clear();
      look();
    };
    const looked = () => look();
    const framed = new ResizeObserver(looked);
    if (box?.current) framed.observe(box.current);
    else framed.observe(document.body);
    scrolls?.addEventListener("scroll", looked, { passive: true });
    addEventListener("resize", resized);
    return () => {
      framed.disconnect();
      scrolls?.removeEventListener("scroll", looked);
      removeEventListener("resize", resized);
    };
  }, [name, box]);

  const end = Math.min(drawn.end, keys.length);
  return { ...drawn, first: Math.min(drawn.first, end), end };
}

function sum(px: readonly number[], from = 0, to = px.length): number {
  let total = 0;
  for (let at = from; at < Math.min(to, px.length); at += 1) total += px[at] ?? 0;
  return total;
}

/** The line that a height is in. */
export function reached(px: readonly number[], height: number): number {
  let below = 0;
  for (let at = 0; at < px.length; at += 1) {
    below += px[at] ?? 0;
    if (below > height) return at;
  }
  return px.length;
}

/** The lines between two heights. */
export function span(px: readonly number[], top: number, bottom: number): { first: number; end: number } {
  const first = reached(px, top);
  return { first, end: Math.min(Math.max(reached(px, bottom), first) + 1, px.length) };
}
