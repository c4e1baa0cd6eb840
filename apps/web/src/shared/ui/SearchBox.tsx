/**
 * Search: while typing, where `onChange` is given (the field keeps its own text, the address follows a moment later), or once asked for.
 */
import { useEffect, useRef } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";

const PAUSE_MS = 180;

interface Props {
  value: string;
  onChange?: (text: string) => void;
  onSubmit?: (text: string) => void;
}

export function SearchBox({ value, onChange, onSubmit }: Props) {
  const { t } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // Back and forward change the address; while someone types, the field is ahead of it.
    const input = field.current;
    if (input && document.activeElement !== input) input.value = value;
  }, [value]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <form
      role="search"
      aria-label={t("search.label")}
      className="relative"
      onSubmit={(event) => {
        event.preventDefault();
        clearTimeout(timer.current);
        const text = field.current?.value ?? "";
        onChange?.(text);
        onSubmit?.(text);
        // The keyboard of a phone goes away; who has keys stays where they are.
        if (matchMedia("(hover: none)").matches) field.current?.blur();
      }}
    >
      <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-soft">
        <Icon name="search" />
      </span>
      <input
        ref={field}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        defaultValue={value}
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        className="field !min-h-12 w-full !ps-11 text-base"
        onChange={(event) => {
          const text = event.target.value;
          clearTimeout(timer.current);
          if (onChange) timer.current = setTimeout(() => onChange(text), PAUSE_MS);
        }}
      />
    </form>
  );
}
