/** Uses language and theme as the account keeps them, once it is known who is here. Comes only for who has an account. */
import { useEffect, useRef, type RefObject } from "react";
import { save, settle, unsavedOf, type Choices } from "@/shared/api/choices";
import type { Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useTheme } from "@/shared/theme/theme";

export { save };

interface Props {
  person: Person;
  apply: (choices: Choices) => void;
  /** What was chosen before it was known who is here. */
  earlyRef: RefObject<Choices>;
}

export default function OwnChoices({ person, apply, earlyRef }: Props) {
  const { language } = useTexts();
  const { theme } = useTheme();
  const settledFor = useRef<number | null>(null);
  useEffect(() => {
    if (settledFor.current === person.user_id) return;
    settledFor.current = person.user_id;
    const byAddress = new URLSearchParams(location.search).has("lang");
    const here = { language: byAddress ? null : language, theme };
    const { use, tell } = settle(person, here, { ...unsavedOf(person.user_id), ...earlyRef.current });
    earlyRef.current = {};
    apply(use);
    if (Object.keys(tell).length > 0) void save(person.user_id, tell);
  }, [person, language, theme, apply, earlyRef]);
  return null;
}
