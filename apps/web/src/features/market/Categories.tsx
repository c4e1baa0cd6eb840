/** In which categories a shop earns its money. */
import { Link } from "@tanstack/react-router";
import type { SellerMarket } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Term } from "@/shared/ui/Term";
import { Bars, type BarRow } from "./Bars";

export function Categories({ market }: { market: SellerMarket }) {
  const { t, format } = useTexts();
  const rows: BarRow[] = market.categories.map((part) => ({
    key: part.category.category_id,
    name: (
      <Link
        to="/c/$categoryId"
        params={{ categoryId: String(part.category.category_id) }}
        dir="auto"
        className="link inline-block py-1"
      >
        {format.title(part.category.titles) ?? `№ ${part.category.category_id}`}
      </Link>
    ),
    part,
  }));
  const { others } = market;
  if (others)
    rows.push({
      key: "others",
      name: <span className="text-soft">{t("market.other_categories", { n: others.members })}</span>,
      part: others,
    });
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="categories" className="flex flex-col gap-2">
      <h2 id="categories" className="text-xl">
        {t("market.categories")}
      </h2>
      <div className="-my-1 flex flex-wrap text-sm text-soft">
        <Term word={t("market.share")} text={t("market.share_of_shop_means")} />
      </div>
      <Bars rows={rows} label={t("market.categories")} />
    </section>
  );
}
