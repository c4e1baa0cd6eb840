/** Search while typing. The field keeps its own text; the address follows a moment later. */
import { useEffect, useRef } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";

const PAUSE_MS = 180;

export function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
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
        onChange(field.current?.value ?? "");
        field.current?.blur();
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
          timer.current = setTimeout(() => onChange(text), PAUSE_MS);
        }}
      />
    </form>
  );
}
