/** How a number was come by, as a shape: full disc, half disc, ring, dash. The shape carries it, the colour only helps. */
import type { Basis } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

const SHAPES: Record<Basis, React.ReactNode> = {
  measured: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  inferred: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
    </>
  ),
  imputed: (
    <circle
      cx="6"
      cy="6"
      r="4.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2.2 1.6"
    />
  ),
  no_data: <path d="M2 6h8" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
};

export function BasisMark({ basis, className = "" }: { basis: Basis; className?: string }) {
  const { t } = useTexts();
  return (
    <svg
      viewBox="0 0 12 12"
      role="img"
      aria-label={t(`basis.${basis}`)}
      className={`inline-block size-3 shrink-0 text-accent ${className}`}
    >
      <title>{t(`basis.${basis}`)}</title>
      {SHAPES[basis]}
    </svg>
  );
}

/** What the shapes mean, for the foot of a page. */
export function BasisLegend() {
  const { t } = useTexts();
  return (
    <dl className="flex flex-col gap-2 text-sm text-soft">
      {(["measured", "inferred", "imputed", "no_data"] as const).map((basis) => (
        <div key={basis} className="flex items-baseline gap-2">
          <dt className="flex shrink-0 items-center gap-1.5 text-ink">
            <BasisMark basis={basis} />
            {t(`basis.${basis}`)}
          </dt>
          <dd>{t(`basis.${basis}.means`)}</dd>
        </div>
      ))}
    </dl>
  );
}
