/** What a newcomer sells a day since it was first seen, and by how many days that is known. */
import type { Basis, Newcomer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { Align } from "./Facts";
import { RangedFigure } from "./Ranged";

interface Props {
  born: Newcomer | null;
  basis: Basis;
  align?: Align;
}

export function Velocity({ born, basis, align }: Props) {
  const { t, format } = useTexts();
  if (!born) return <>{t("estimate.unknown")}</>;
  return (
    <RangedFigure
      words={format.rateOf(born.velocity)}
      known={born.velocity.point !== null}
      basis={basis}
      align={align}
    />
  );
}

export function FirstSeen({ born }: { born: Newcomer | null }) {
  const { t, format } = useTexts();
  if (!born) return <>{t("estimate.unknown")}</>;
  return (
    <>
      <span className="whitespace-nowrap">{format.day(born.first_seen)}</span>{" "}
      <span className="block text-xs text-soft">{t("rising.days_seen", { n: born.days })}</span>
    </>
  );
}
