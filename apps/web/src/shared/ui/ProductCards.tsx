/** The list on a phone: one card a product, the whole card leads on. */
import type { ReactNode } from "react";
import type { Estimate, ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "./EstimateFigure";
import { Freshness } from "./Freshness";
import { GrowthFigure } from "./GrowthFigure";
import { Price } from "./Price";
import type { Added } from "./ProductRows";
import { ProductOrigin } from "./ProductOrigin";
import { ProductLink } from "./ProductLink";
import { ProductTile } from "./ProductTile";

export function ProductCards<R extends ProductRow>(props: Added<R> & { rows: R[]; now: number }) {
  const { rows, now, pick, below } = props;
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {rows.map((row) => (
        <li key={row.product_id} className="min-w-0">
          <Card row={row} now={now} pick={pick?.of(row)} below={below?.(row)} />
        </li>
      ))}
    </ul>
  );
}

interface CardProps {
  row: ProductRow;
  now: number;
  pick: ReactNode;
  below: ReactNode;
}

function Card({ row, now, pick, below }: CardProps) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <article className="sheet relative flex h-full flex-col gap-3 p-3 focus-within:border-accent">
      <div className="flex gap-3">
        <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} />
        <div className="min-w-0 grow">
          <h2 className="font-sans text-base leading-snug font-medium tracking-normal">
            <ProductLink
              product={row}
              className="line-clamp-2 after:absolute after:inset-0 after:rounded-[10px]"
            />
          </h2>
          <ProductOrigin row={row} />
          <div className="mt-0.5">
            <Price price={row.price_uzs} list={row.list_price_uzs} />
          </div>
        </div>
        {pick && <div className="relative z-10 -me-2 -mt-2 shrink-0">{pick}</div>}
      </div>
      <dl className="grid grid-cols-3 gap-2 border-t border-rule pt-2">
        <Figure label={t("col.units_7")} estimate={row.figures.days_7} />
        <Figure label={t("col.units_1")} estimate={row.figures.day_1} />
        <Figure label={t("col.units_today")} estimate={row.figures.today} />
        {row.figures.growth_7.point !== null && (
          <div className="col-span-3 flex flex-wrap items-baseline gap-x-1.5">
            <dt className="text-xs text-soft">{t("growth.title")}</dt>
            <dd>
              <GrowthFigure growth={row.figures.growth_7} line />
            </dd>
          </div>
        )}
      </dl>
      <div className="mt-auto flex items-baseline justify-between gap-2 text-xs text-soft">
        <span>
          {row.state === "gone" ? (
            <span className="text-bad">✕ {t("product.gone")}</span>
          ) : row.stock === 0 ? (
            <span className="text-bad">✕ {t("stock.none")}</span>
          ) : (
            t("stock.left", { n: format.count(row.stock) })
          )}
        </span>
        <Freshness seenAt={row.seen_at} now={now} />
      </div>
      {below && <div className="relative z-10 border-t border-rule pt-2">{below}</div>}
    </article>
  );
}

function Figure({ label, estimate }: { label: string; estimate: Estimate }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd>
        <EstimateFigure estimate={estimate} />
      </dd>
    </div>
  );
}
