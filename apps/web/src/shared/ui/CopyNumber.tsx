/** A number that a tap copies: exact and without its dressing, as a spreadsheet takes it. */
import { useEffect, useState, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";

const SAID_MS = 2_500;

export function CopyNumber({ plain, children }: { plain: string; children: ReactNode }) {
  const { t } = useTexts();
  const [said, setSaid] = useState<"form.copied" | "number.not_copied" | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(plain);
      setSaid("form.copied");
    } catch {
      // A browser may forbid it, and an address without TLS has no clipboard at all.
      setSaid("number.not_copied");
    }
  };
  return (
    <>
      <button
        type="button"
        className="cursor-copy rounded-md text-start hover:bg-accent-soft"
        title={t("number.copy", { n: plain })}
        onClick={() => void copy()}
      >
        {children}
      </button>
      <span aria-live="polite" className="text-xs font-normal text-good">
        {said && t(said)}
      </span>
    </>
  );
}
