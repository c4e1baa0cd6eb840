/** Where to buy one product: offers that may be it, what they cost here, what is left. Fetched when somebody opens it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/shared/api/session";
import type { Product, ProductOffer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { AskForm } from "./AskForm";
import { Decide, FitWords } from "./Fit";
import { Landed, Margins, useMarginWords } from "./Landed";
import { OfferLine } from "./OfferLine";
import { offersQuery } from "./queries";
import { Reckon } from "./Reckon";
import { RequestList } from "./RequestList";

export default function WhereToBuy({ product }: { product: Product }) {
  const { t } = useTexts();
  const { known, may } = useSession();
  const [open, setOpen] = useState(false);
  if (!known) return null;
  return (
    <section aria-labelledby="where-to-buy" className="flex flex-col gap-3 border-t border-rule pt-4">
      <h2 id="where-to-buy" className="text-lg">
        {t("sourcing.where")}
      </h2>
      <p className="max-w-prose text-sm text-soft">{t("sourcing.where_text")}</p>
      {may("viewer") ? (
        <>
          {!open && (
            <button type="button" className="button self-start" onClick={() => setOpen(true)}>
              {t("sourcing.look")}
            </button>
          )}
          {open && <Offers id={product.product_id} />}
        </>
      ) : (
        <p className="text-sm text-soft">{t("sourcing.sign_in")}</p>
      )}
    </section>
  );
}

function Offers({ id }: { id: number }) {
  const { t } = useTexts();
  const [rejected, setRejected] = useState(false);
  const offers = useQuery(offersQuery(id, rejected));
  return (
    <Answer query={offers} skeleton={<Skeleton rows={2} height="h-24" />}>
      {(data) => (
        <div className="flex flex-col gap-3">
          {data.rates !== "fresh" && (
            <p className="text-sm text-warn">
              <span aria-hidden="true">⚠ </span>
              {t(`sourcing.rates_short.${data.rates}`)}
            </p>
          )}
          <AskForm sources={data.sources} budget={data.budget} query={data.query} product={id} />
          {data.requests.length > 0 && <RequestList requests={data.requests.slice(0, 3)} />}
          {data.items.length === 0 ? (
            <p className="text-sm text-soft">{t("sourcing.no_offers")}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {data.items.map((one) => (
                <Offer key={`${one.offer.offer_id}-${one.weight_grams}`} id={id} one={one} />
              ))}
            </ul>
          )}
          <div className="flex flex-wrap items-center gap-x-4">
            <button
              type="button"
              className="link min-h-11 text-sm"
              aria-pressed={rejected}
              onClick={() => setRejected(!rejected)}
            >
              {t(rejected ? "sourcing.without_rejected" : "sourcing.with_rejected")}
            </button>
            <Link to="/sourcing" className="link inline-flex min-h-11 items-center text-sm">
              {t("sourcing.all")}
            </Link>
          </div>
        </div>
      )}
    </Answer>
  );
}

function Offer({ id, one }: { id: number; one: ProductOffer }) {
  const { t } = useTexts();
  const words = useMarginWords();
  return (
    <li className="sheet flex flex-col gap-2 px-3 py-3 sm:px-4">
      <p className="text-sm text-soft">
        <span aria-hidden="true">
          {one.state === "confirmed" ? "✓ " : one.state === "rejected" ? "✕ " : "? "}
        </span>
        {t(`sourcing.match.${one.state}`)}
      </p>
      <OfferLine offer={one.offer} />
      <FitWords score={one.score} />
      <Landed costs={one.landed} />
      {one.margin.point !== null && (
        <p className="text-sm">
          {t("sourcing.margin_now")} <span className="numeric font-medium">{words(one.margin)}</span>
        </p>
      )}
      <Margins segments={one.segments} />
      <Reckon product={id} offer={one.offer} grams={one.weight_grams} landed={one.landed} />
      <Decide product={id} offer={one.offer.offer_id} state={one.state} grams={one.weight_grams} />
    </li>
  );
}
