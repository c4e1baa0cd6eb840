/** Offers that wait for a person to say whether they are the product. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Decide, FitWords } from "./Fit";
import { OfferLine } from "./OfferLine";
import { matchesQuery } from "./queries";
import { Reckon } from "./Reckon";

export function OpenMatchList() {
  const { t, format } = useTexts();
  const matches = useQuery(matchesQuery);
  return (
    <section aria-labelledby="waiting" className="flex flex-col gap-3">
      <h2 id="waiting" className="text-xl">
        {t("sourcing.open", { n: matches.data?.waiting ?? 0 })}
      </h2>
      <p className="max-w-prose text-sm text-soft">{t("sourcing.open_text")}</p>
      <Answer query={matches} skeleton={<Skeleton rows={2} height="h-28" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-sm text-soft">{t("sourcing.nothing_open")}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {items.map((one) => (
                <li
                  key={`${one.product_id}-${one.offer.offer_id}`}
                  className="sheet flex flex-col gap-2 px-3 py-3 sm:px-4"
                >
                  <div className="flex flex-wrap items-baseline gap-x-3">
                    <Link
                      to="/p/$id"
                      params={{ id: String(one.product_id) }}
                      dir="auto"
                      className="link inline-flex min-h-11 items-center font-medium wrap-anywhere"
                    >
                      {format.title(one.product_titles) ?? one.product_id}
                    </Link>
                    <span className="numeric text-sm text-soft">{format.money(one.product_price_uzs)}</span>
                  </div>
                  <OfferLine offer={one.offer} />
                  <FitWords score={one.score} />
                  <Reckon product={one.product_id} offer={one.offer} grams={one.offer.weight_grams} />
                  <Decide
                    product={one.product_id}
                    offer={one.offer.offer_id}
                    state="proposed"
                    grams={one.offer.weight_grams}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}
