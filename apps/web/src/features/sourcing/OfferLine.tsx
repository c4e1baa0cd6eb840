/** An offer in a few words: what, for how much there and at today's rate, where, from how many on. */
import type { SupplierOffer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function OfferLine({ offer }: { offer: SupplierOffer }) {
  const { t, format } = useTexts();
  const price = `${format.count(Number(offer.price))} ${offer.currency}`;
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      {offer.link ? (
        <a
          href={offer.link}
          target="_blank"
          rel="noreferrer noopener nofollow"
          dir="auto"
          className="link inline-flex min-h-11 items-center wrap-anywhere"
        >
          {offer.title}
        </a>
      ) : (
        <span dir="auto" className="wrap-anywhere">
          {offer.title}
        </span>
      )}
      <p className="flex flex-wrap gap-x-3 text-sm text-soft">
        <span className="numeric text-ink">{price}</span>
        {offer.currency !== "UZS" && (
          <span className="numeric">
            {offer.price_uzs === null ? t("sourcing.no_rate") : `≈ ${format.money(offer.price_uzs)}`}
          </span>
        )}
        <span>{t(`sourcing.source.${offer.source}`)}</span>
        {offer.seller && (
          <span dir="auto" className="wrap-anywhere">
            {offer.seller}
          </span>
        )}
        {offer.least !== null && <span>{t("sourcing.least", { n: offer.least })}</span>}
        {offer.rating !== null && <span>★ {format.rate(offer.rating)}</span>}
        {offer.weight_grams !== null && (
          <span>{t("sourcing.grams", { n: format.count(offer.weight_grams) })}</span>
        )}
        <span>{t("sourcing.seen", { at: format.instant(offer.seen_at) })}</span>
      </p>
    </div>
  );
}
