/** The four languages, and which one a visitor gets: the address first, then the last choice, then the browser's. */
export const LANGUAGES = ["uz", "uz-Cyrl", "ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's name in itself. */
export const OWN_NAMES: Record<Language, string> = {
  uz: "Oʻzbekcha",
  "uz-Cyrl": "Ўзбекча",
  ru: "Русский",
  en: "English",
};

export function isLanguage(value: unknown): value is Language {
  return (LANGUAGES as readonly unknown[]).includes(value);
}

function matching(tag: string): Language | null {
  const low = tag.toLowerCase();
  if (low.startsWith("uz")) return low.includes("cyrl") ? "uz-Cyrl" : "uz";
  if (low.startsWith("ru")) return "ru";
  if (low.startsWith("en")) return "en";
  return null;
}

export function chooseLanguage(
  fromAddress: unknown,
  lastChoice: unknown,
  ofBrowser: readonly string[],
): Language {
  if (isLanguage(fromAddress)) return fromAddress;
  if (isLanguage(lastChoice)) return lastChoice;
  for (const tag of ofBrowser) {
    const found = matching(tag);
    if (found) return found;
  }
  return "uz";
}
