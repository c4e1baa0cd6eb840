/** The page's words: `useTexts()` gives `t` and the formatters in the reader's language. */
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { speak } from "@/shared/api/client";
import { formatterFor, type Formatter } from "@/shared/format/formatter";
import { fill, type Facts, type Text } from "./fill";
import type { TextKey } from "./keys";
import type { Language } from "./languages";

type Dictionary = Record<TextKey, Text>;

/** Words in each language, fetched when they are needed. */
export type Book = Record<Language, () => Promise<{ default: unknown }>>;

const MAIN: Book = {
  uz: () => import("./uz.json"),
  "uz-Cyrl": () => import("./uz-Cyrl.json"),
  ru: () => import("./ru.json"),
  en: () => import("./en.json"),
};

/** The words of accounts come with their pages, so that nobody waits for them who only looks at the market. */
export const PEOPLE: Book = {
  uz: () => import("./people/uz.json"),
  "uz-Cyrl": () => import("./people/uz-Cyrl.json"),
  ru: () => import("./people/ru.json"),
  en: () => import("./people/en.json"),
};

/** So do the words of the watchlist, and of what its links show. */
export const WATCH: Book = {
  uz: () => import("./watch/uz.json"),
  "uz-Cyrl": () => import("./watch/uz-Cyrl.json"),
  ru: () => import("./watch/ru.json"),
  en: () => import("./watch/en.json"),
};

let current: Language = "uz";
const books = new Set([MAIN]);

export async function loadDictionary(language: Language): Promise<Dictionary> {
  current = language;
  const [main, ...more] = await Promise.all([...books].map((book) => book[language]()));
  return Object.assign(main?.default as Dictionary, ...more.map((each) => each.default)) as Dictionary;
}

/** From now on these words are there as well, in whatever language. */
export async function openBook(book: Book): Promise<void> {
  books.add(book);
  await loadDictionary(current);
}

export interface Texts {
  language: Language;
  setLanguage: (next: Language) => void;
  t: (key: TextKey, facts?: Facts) => string;
  /** The text of a key that came from outside (a problem, a note); null when there is none. */
  lookUp: (key: string, facts?: Facts) => string | null;
  format: Formatter;
}

const Context = createContext<Texts | null>(null);

export function useTexts(): Texts {
  const texts = use(Context);
  if (!texts) throw new Error("useTexts outside of TextsProvider");
  return texts;
}

interface Spoken {
  language: Language;
  dictionary: Dictionary;
}

export function TextsProvider(props: {
  first: Spoken;
  onChange: (next: Language) => void;
  children: ReactNode;
}) {
  const { first, onChange, children } = props;
  const [spoken, setSpoken] = useState(first);

  useEffect(() => {
    document.documentElement.lang = spoken.language;
    speak(spoken.language);
  }, [spoken.language]);

  const setLanguage = useCallback(
    (next: Language) => {
      void loadDictionary(next).then((dictionary) => {
        speak(next);
        setSpoken({ language: next, dictionary });
        onChange(next);
      });
    },
    [onChange],
  );

  const texts = useMemo(() => makeTexts(spoken, setLanguage), [spoken, setLanguage]);
  return <Context value={texts}>{children}</Context>;
}

function makeTexts({ language, dictionary }: Spoken, setLanguage: (next: Language) => void): Texts {
  const lookUp = (key: string, facts: Facts = {}) => {
    const text = (dictionary as Record<string, Text>)[key];
    return text === undefined ? null : fill(text, facts, language);
  };
  const t = (key: TextKey, facts?: Facts) => lookUp(key, facts) ?? key;
  return { language, setLanguage, t, lookUp, format: formatterFor(language, t) };
}
