/** Who sells in a category: shares of its revenue by shop, and how concentrated they are. */
import { Link } from "@tanstack/react-router";
import type { CategoryMarket } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Term } from "@/shared/ui/Term";
import { Bars, type BarRow } from "./Bars";

export function Sellers({ market }: { market: CategoryMarket }) {
  const { t } = useTexts();
  const rows: BarRow[] = market.leaders.map((part) => ({
    key: part.seller.seller_id,
    name: (
      <Link
        to="/s/$sellerId"
        params={{ sellerId: String(part.seller.seller_id) }}
        dir="auto"
        className="link inline-block py-1"
      >
        {part.seller.title ?? t("market.shop_untitled", { id: String(part.seller.seller_id) })}
      </Link>
    ),
    part,
  }));
  const { others } = market;
  if (others)
    rows.push({
      key: "others",
      name: <span className="text-soft">{t("market.other_shops", { n: others.members })}</span>,
      part: others,
    });
  return (
    <section aria-labelledby="sellers" className="flex flex-col gap-2">
      <h2 id="sellers" className="text-xl">
        {t("market.sellers")}
      </h2>
      <Concentrated market={market} />
      {rows.length > 0 ? (
        <Bars rows={rows} label={t("market.sellers")} />
      ) : (
        <p className="text-sm text-soft">{t("market.no_sellers")}</p>
      )}
    </section>
  );
}

function Concentrated({ market }: { market: CategoryMarket }) {
  const { t, format } = useTexts();
  const found = market.concentration;
  const round = (value: number | null) => format.count(value === null ? null : Math.round(value));
  return (
    <div className="flex flex-wrap items-center gap-x-4 text-sm text-soft">
      <Term word={t("market.share")} text={t("market.share_means")} />
      <Term word={t("market.hhi")} text={t("market.hhi_means")} />
      <p>
        {found ? (
          <>
            <span className="text-base font-semibold text-ink">{round(found.index.point)}</span>{" "}
            {found.index.low !== found.index.high && (
              <span className="text-xs whitespace-nowrap" title={t("estimate.range_means")}>
                ({round(found.index.low)}–{round(found.index.high)})
              </span>
            )}{" "}
            <span className="text-ink">{t(`market.level.${found.level}`)}</span>
          </>
        ) : (
          t("market.hhi_unknown")
        )}
      </p>
    </div>
  );
}
