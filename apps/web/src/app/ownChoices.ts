/** Language and theme as somebody chose them, on whichever of their devices. */
import { useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import type { Choices } from "@/shared/api/choices";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { setTheme, useTheme } from "@/shared/theme/theme";

export type Choose = (choices: Choices) => void;
/** Comes only for who has an account, and after the page. */
const saving = () => import("@/shared/api/choices");

/** Uses what the account keeps once it is known who is here; gives what changes either, here at once and in the account. */
export function useOwnChoices(): Choose {
  const { person } = useSession();
  const { language, setLanguage } = useTexts();
  const { theme } = useTheme();
  const { lang } = useSearch({ from: "__root__" });
  const settledFor = useRef<number | null>(null);

  const apply = useCallback(
    (choices: Choices) => {
      if (choices.language) setLanguage(choices.language);
      if (choices.theme) setTheme(choices.theme);
    },
    [setLanguage],
  );

  useEffect(() => {
    if (settledFor.current === (person?.user_id ?? null)) return;
    settledFor.current = person?.user_id ?? null;
    if (!person) return;
    const here = { language: lang ? null : language, theme };
    void saving().then(({ save, settle, unsavedOf }) => {
      const { use, tell } = settle(person, here, unsavedOf(person.user_id));
      apply(use);
      if (Object.keys(tell).length > 0) void save(person.user_id, tell);
    });
  }, [person, lang, language, theme, apply]);

  return useCallback(
    (choices) => {
      apply(choices);
      if (person) void saving().then(({ save }) => save(person.user_id, choices));
    },
    [person, apply],
  );
}
