/** Title, shop, place in the catalogue, price and stock now; track it, or see it on the market. */
import { Link } from "@tanstack/react-router";
import type { Product } from "@/shared/api/shapes";
import { marketUrl } from "@/shared/market";
import { useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";
import { CategoryPath } from "@/shared/ui/CategoryPath";
import { Icon } from "@/shared/ui/Icon";
import { Price } from "@/shared/ui/Price";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useNow } from "@/shared/ui/useNow";
import { AlertsButton } from "./AlertsButton";
import { ReportButton } from "./ReportButton";
import { TrackButton } from "@/shared/ui/TrackButton";

export function ProductHeader({ product }: { product: Product }) {
  const { t, format } = useTexts();
  const title = format.title(product.titles);
  const category = product.category_path.at(-1);
  return (
    <header className="flex flex-col gap-3">
      <CategoryPath label={t("product.path")} path={product.category_path} />
      <div className="flex gap-4">
        <ProductTile id={product.product_id} title={title} photoUrl={product.photo_url} size="page" />
        <div className="flex min-w-0 grow flex-col gap-2">
          <h1 dir="auto" className="text-xl leading-tight wrap-anywhere sm:text-2xl">
            {title ?? t("product.untitled", { id: String(product.product_id) })}
          </h1>
          {product.seller && (
            <Link
              to="/s/$sellerId"
              params={{ sellerId: String(product.seller.seller_id) }}
              dir="auto"
              className="link w-fit max-w-full truncate text-sm"
            >
              {product.seller.title ?? t("product.seller", { id: String(product.seller.seller_id) })}
            </Link>
          )}
          <div className="text-lg">
            <Price price={product.price_uzs} list={product.list_price_uzs} />
          </div>
        </div>
      </div>
      {product.state === "gone" && (
        <p className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">✕ {t("product.gone_text")}</p>
      )}
      <Facts product={product} />
      <div className="flex flex-wrap gap-2">
        <TrackButton id={product.product_id} tracked={product.tracked} />
        <AlertsButton product={product} />
        <ReportButton id={product.product_id} />
        <Link to="/compare" search={{ ids: String(product.product_id) }} className="button">
          <Icon name="compare" />
          {t("product.compare")}
        </Link>
        {category && (
          <Link
            to="/compare"
            search={{ ids: `${product.product_id},c${category.category_id}` }}
            className="button"
          >
            {t("product.compare_category")}
          </Link>
        )}
        <Link to="/calculator" search={{ product: product.product_id }} className="button">
          {t("product.calculate")}
        </Link>
        <a href={marketUrl(product.market_url)} target="_blank" rel="noopener noreferrer" className="button">
          {t("product.market")}
          <Icon name="out" />
        </a>
      </div>
    </header>
  );
}

function Facts({ product }: { product: Product }) {
  const { t, format } = useTexts();
  const now = useNow();
  const facts: [string, React.ReactNode][] = [
    [
      t("product.stock"),
      product.stock === 0 ? (
        <span className="text-bad">✕ {t("stock.none")}</span>
      ) : (
        format.count(product.stock)
      ),
    ],
    [t("product.orders"), format.count(product.orders_total)],
    [t("product.reviews"), format.count(product.reviews_total)],
    [t("product.rating"), product.rating === null ? "—" : `★ ${format.count(product.rating)}`],
    [t("product.seen"), <Freshness key="seen" seenAt={product.seen_at} now={now} />],
  ];
  return (
    <div className="flex flex-col gap-1">
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-soft">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-xs text-soft">
        {product.first_day &&
          t("product.known", { n: product.days_known, day: format.day(product.first_day) })}
        {product.visits &&
          ` ${t("product.visits", { every: format.duration(product.visits.every_seconds) })}`}
      </p>
    </div>
  );
}
