/**
 * The page's words lie in books: the main one comes with the first script, the others with the pages that need them, so that nobody
 * waits for the words of a page they do not look at.
 */
import type { Language } from "./languages";

/** The folders beside this file, each with a dictionary for every language. */
export type Book =
  | "accuracy"
  | "alerts"
  | "brought"
  | "carried"
  | "compare"
  | "costs"
  | "exports"
  | "following"
  | "foreign"
  | "gallery"
  | "health"
  | "home"
  | "how"
  | "importing"
  | "legal"
  | "market"
  | "niches"
  | "outlook"
  | "own"
  | "ownfit"
  | "ownsums"
  | "palette"
  | "people"
  | "product"
  | "reorder"
  | "reports"
  | "rising"
  | "ruled"
  | "rules"
  | "score"
  | "similar"
  | "sourcing"
  | "status"
  | "views"
  | "watch";
type Load = () => Promise<{ default: unknown }>;

const MAIN: Record<Language, Load> = {
  uz: () => import("./uz.json"),
  "uz-Cyrl": () => import("./uz-Cyrl.json"),
  ru: () => import("./ru.json"),
  en: () => import("./en.json"),
};
/** Of each language by itself: nobody needs to know where the books of the others lie. */
const SHELVES: Record<Language, () => Promise<{ books: Record<string, Load> }>> = {
  uz: () => import("../shelf/uz"),
  "uz-Cyrl": () => import("../shelf/uz-Cyrl"),
  ru: () => import("../shelf/ru"),
  en: () => import("../shelf/en"),
};

/** One book's words in a language; the main book's where none is named. */
export async function readBook(language: Language, book?: Book): Promise<Record<string, unknown>> {
  const load = book ? (await SHELVES[language]()).books[`../texts/${book}/${language}.json`] : MAIN[language];
  return (await load?.())?.default as Record<string, unknown>;
}
