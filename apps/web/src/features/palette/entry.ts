/** What the palette offers: a place to go to, or a deed. */
import type { IconName } from "@/shared/ui/Icon";
import { fold, meets } from "@/shared/fold";
import type { TextKey } from "@/shared/texts/keys";
import type { Recent } from "./recent";

export interface Entry {
  /** One among all that are offered at a time. */
  id: string;
  icon: IconName;
  label: string;
  /** What tells it from others of the name. */
  note?: string;
  /** Where it leads; a deed has none. */
  href?: string;
  /** What is remembered of it. */
  recent?: Recent;
  run?: () => void;
}

export interface Group {
  title: TextKey;
  entries: Entry[];
}

/** Entries whose label has words that begin as those typed do, in either script. */
export function named(entries: readonly Entry[], typed: string): Entry[] {
  const asked = fold(typed);
  return asked ? entries.filter((entry) => meets(asked, fold(entry.label))) : [];
}

/** Groups with something in them; an entry that an earlier group offers already is left out. */
export function laidOut(groups: readonly Group[]): Group[] {
  const offered = new Set<string>();
  return groups
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ id }) => !offered.has(id) && offered.add(id)),
    }))
    .filter(({ entries }) => entries.length > 0);
}
