/** The page's words: `useTexts()` gives `t` and the formatters in the reader's language. */
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { speak } from "@/shared/api/client";
import { formatterFor, type Formatter } from "@/shared/format/formatter";
import { readBook, type Book } from "./books";
import { fill, type Facts, type Text } from "./fill";
import type { TextKey } from "./keys";
import type { Language } from "./languages";

type Dictionary = Record<TextKey, Text>;

let current: Language = "uz";
const open = new Set<Book>();

export async function loadDictionary(language: Language): Promise<Dictionary> {
  current = language;
  const [main, ...more] = await Promise.all([undefined, ...open].map((book) => readBook(language, book)));
  return Object.assign(main as Dictionary, ...more) as Dictionary;
}

/** From now on a book's words are there as well, in whatever language. */
export async function openBook(book: Book): Promise<void> {
  open.add(book);
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
        // Another was chosen while these words were on their way.
        if (current !== next) return;
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
