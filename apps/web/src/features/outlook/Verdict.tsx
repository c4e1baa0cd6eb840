/** Where sales go, in a shape and words. */
import type { Trend } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

const LOOKS = {
  rises: { shape: "▲", colour: "text-good" },
  falls: { shape: "▼", colour: "text-bad" },
  steady: { shape: "=", colour: "text-ink" },
  censored: { shape: "✕", colour: "text-warn" },
  no_verdict: { shape: "≈", colour: "text-soft" },
} as const;

export function Verdict({ verdict }: { verdict: Trend["verdict"] }) {
  const { t } = useTexts();
  const { shape, colour } = LOOKS[verdict];
  return (
    <span className={`font-semibold ${colour}`}>
      <span aria-hidden="true">{shape} </span>
      {t(`outlook.verdict.${verdict}`)}
    </span>
  );
}
