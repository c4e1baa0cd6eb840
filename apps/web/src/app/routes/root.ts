/** The root of all routes, and how a page comes with its words. */
import { createRootRoute, retainSearchParams } from "@tanstack/react-router";
import type { Book } from "@/shared/texts/books";
import { isLanguage, type Language } from "@/shared/texts/languages";
import { openBook } from "@/shared/texts/texts";
import { NotFound } from "../NotFound";
import { Shell } from "../Shell";

export const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (raw: Record<string, unknown>): { lang?: Language } =>
    isLanguage(raw.lang) ? { lang: raw.lang } : {},
  search: { middlewares: [retainSearchParams(["lang"])] },
});

/** A page's reading of its address. What it does not take is not there: the router would hand it on as it stands. */
export const strictly =
  <S extends object>(read: (raw: Record<string, unknown>) => S) =>
  (raw: Record<string, unknown>): S => {
    const own = Object.keys(raw).filter((name) => name !== "lang");
    return { ...Object.fromEntries(own.map((name) => [name, undefined])), ...read(raw) };
  };

/** A page together with its words. */
export function withTexts<T>(load: () => Promise<T>, ...books: Book[]): () => Promise<T> {
  if (books.length === 0) books.push("people");
  return async () => (await Promise.all([load(), ...books.map(openBook)]))[0];
}
