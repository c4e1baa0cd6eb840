/** A product's or a category's title in the reader's language, in the other one where there is none. */
import type { Titles } from "@/shared/api/shapes";
import type { Language } from "@/shared/texts/languages";

export const titleOf = ({ uz, ru }: Titles, language: Language): string | null =>
  (language === "ru" ? (ru ?? uz) : (uz ?? ru)) ?? null;
