/** Filters that are folded away until one of them is set or they are asked for. */
import { useState, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";

/** `set`: how many of them hold. */
export function Further({ set, children }: { set: number; children: () => ReactNode }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(set > 0);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-11 py-2.5 text-sm font-medium">
        {set > 0 ? t("filter.further_set", { n: set }) : t("filter.further")}
      </summary>
      {open && children()}
    </details>
  );
}
