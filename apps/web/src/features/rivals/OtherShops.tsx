/** Other shops that are the same seller's, and by what that is told. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";
import { otherShopsQuery } from "./queries";

export default function OtherShops({ id }: { id: number }) {
  const { t } = useTexts();
  const found = useQuery(otherShopsQuery(id)).data;
  if (!found) return null;
  return (
    <section aria-labelledby="other-shops" className="flex flex-col gap-2">
      <h2 id="other-shops" className="text-xl">
        {t("rivals.other_shops")}
      </h2>
      <p className="max-w-prose text-sm text-soft">
        {t(found.account_known ? "rivals.by_account" : "rivals.account_unknown")}
      </p>
      {found.items.length > 0 && (
        <ul className="sheet divide-y divide-rule px-4 text-sm">
          {found.items.map((one) => (
            <li key={one.seller.seller_id} className="flex flex-wrap justify-between gap-x-4 py-2">
              <Link
                to="/s/$sellerId"
                params={{ sellerId: String(one.seller.seller_id) }}
                dir="auto"
                className="link wrap-anywhere"
              >
                {one.seller.title ?? `№ ${one.seller.seller_id}`}
              </Link>
              <span className="text-soft">
                {t(`rivals.evidence.${one.evidence}`)} · {t("rivals.goods", { n: one.products })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
