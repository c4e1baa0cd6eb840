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
  | "compare"
  | "costs"
  | "exports"
  | "following"
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
  | "palette"
  | "people"
  | "product"
  | "reorder"
  | "rising"
  | "ruled"
  | "rules"
  | "score"
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
const BOOKS = import.meta.glob<{ default: unknown }>("./*/*.json");

/** One book's words in a language; the main book's where none is named. */
export async function readBook(language: Language, book?: Book): Promise<Record<string, unknown>> {
  const load = book ? BOOKS[`./${book}/${language}.json`] : MAIN[language];
  return (await load?.())?.default as Record<string, unknown>;
}
