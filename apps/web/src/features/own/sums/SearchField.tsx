/** Words of own goods; the address follows a moment after they are typed. */
import { useEffect, useState } from "react";
import { useTexts } from "@/shared/texts/texts";
import { useSettled } from "@/shared/ui/useSettled";

export function SearchField({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed);
  useEffect(() => {
    if (settled === typed && settled !== value) onChange(settled);
    // The address alone does not ask again: back and forward would be undone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <label className="flex min-w-0 grow flex-col gap-1 text-xs text-soft sm:max-w-sm">
      {t("ownsums.find")}
      <input
        type="search"
        className="field w-full text-base text-ink"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed}
        placeholder={t("ownsums.find_hint")}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}
