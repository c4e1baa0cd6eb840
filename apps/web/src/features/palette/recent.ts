/** What was gone to last, on this device: at most eight, the newest first. */
import { RECENT } from "@/shared/api/cache";
import type { Titles } from "@/shared/api/shapes";

export const MOST_RECENT = 8;

export type Recent =
  | { kind: "product" | "category"; id: number; titles: Titles }
  | { kind: "seller"; id: number; title: string }
  | { kind: "page"; to: string };

const nameOf = (recent: Recent): string => `${recent.kind} ${recent.kind === "page" ? recent.to : recent.id}`;

/** The list with the newest put on top, each thing once. */
export function withNewest(list: readonly Recent[], newest: Recent): Recent[] {
  return [newest, ...list.filter((each) => nameOf(each) !== nameOf(newest))].slice(0, MOST_RECENT);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isTitle = (value: unknown): boolean => value === null || isText(value);

function isRecent(value: unknown): value is Recent {
  if (typeof value !== "object" || value === null) return false;
  const { kind, id, to, title, titles } = value as Record<string, unknown>;
  if (kind === "page") return isText(to);
  if (!Number.isSafeInteger(id)) return false;
  if (kind === "seller") return isText(title);
  if (kind !== "product" && kind !== "category") return false;
  if (typeof titles !== "object" || titles === null) return false;
  const { uz, ru } = titles as Record<string, unknown>;
  return isTitle(uz) && isTitle(ru);
}

/** What storage holds, as far as it can be read. */
export function readRecent(kept: string | null): Recent[] {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.filter(isRecent).slice(0, MOST_RECENT) : [];
  } catch (unreadable) {
    console.info("what was gone to last is not readable", unreadable);
    return [];
  }
}

export function recalled(): Recent[] {
  try {
    return readRecent(localStorage.getItem(RECENT));
  } catch {
    // Storage may be forbidden; then nothing is remembered.
    return [];
  }
}

export function keepRecent(newest: Recent): void {
  try {
    localStorage.setItem(RECENT, JSON.stringify(withNewest(recalled(), newest)));
  } catch (forbidden) {
    console.info("what was gone to is not kept", forbidden);
  }
}
