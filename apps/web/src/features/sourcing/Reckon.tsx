/** On to the calculator, with the product and what is known of the offer filled in: there are the fees and taxes. */
import { Link } from "@tanstack/react-router";
import type { LandedCost, SupplierOffer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { over } from "./over";

interface Props {
  product: number;
  offer: SupplierOffer;
  /** Of a packed unit, where it is known. */
  grams: number | null;
  landed?: readonly LandedCost[];
}

export function Reckon({ product, offer, grams, landed = [] }: Props) {
  const { t } = useTexts();
  const inputs = over(offer, grams, landed);
  if (inputs === null) return null;
  return (
    <Link
      to="/calculator"
      search={{ product, over: inputs }}
      className="link inline-flex min-h-11 items-center self-start text-sm"
    >
      {t("sourcing.reckon")}
    </Link>
  );
}
