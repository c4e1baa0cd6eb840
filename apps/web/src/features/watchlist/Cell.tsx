/** What stands in a column of the watchlist, in the table as on a card. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Mark, WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Price } from "@/shared/ui/Price";
import type { Column } from "./columns";
import { MarkAndEdit } from "./Marks";

interface Props {
  column: Column;
  row: WatchedProduct;
  now: number;
  align: "start" | "end";
  /** For who may change them. */
  onMark?: (mark: Mark | null) => void;
  onEdit?: () => void;
}

export function Cell({ column, row, now, align, onMark, onEdit }: Props): ReactNode {
  const { t, format } = useTexts();
  const { figures } = row;
  switch (column) {
    case "mark":
      return <MarkAndEdit row={row} onMark={onMark} onEdit={onEdit} />;
    case "price":
      return <Price price={row.price_uzs} list={row.list_price_uzs} stacked={align === "end"} />;
    case "list_price":
      return row.list_price_uzs === null ? <Unknown /> : format.money(row.list_price_uzs);
    case "stock":
      if (row.stock === null) return <Unknown />;
      return row.stock === 0 ? (
        <span className="whitespace-normal text-bad">✕ {t("stock.none")}</span>
      ) : (
        format.count(row.stock)
      );
    case "units_today":
      return <EstimateFigure estimate={figures.today} align={align} />;
    case "units_1":
      return <EstimateFigure estimate={figures.day_1} align={align} />;
    case "units_7":
      return <EstimateFigure estimate={figures.days_7} align={align} />;
    case "units_28":
      return <EstimateFigure estimate={figures.days_28} align={align} />;
    case "revenue_1":
    case "revenue_7":
    case "revenue_28":
      return <EstimateFigure estimate={figures[column]} kind="revenue" align={align} />;
    case "growth":
      return <GrowthFigure growth={figures.growth_7} align={align} terse />;
    case "orders":
      return row.orders_total === null ? <Unknown /> : format.count(row.orders_total);
    case "reviews":
      return row.reviews_total === null ? <Unknown /> : format.count(row.reviews_total);
    case "rating":
      return row.rating === null ? <Unknown /> : format.count(row.rating);
    case "seller":
      return row.seller?.title ? <Name words={row.seller.title} /> : <Unknown />;
    case "category":
      return row.category ? (
        <Name words={format.title(row.category.titles) ?? `№ ${row.category.category_id}`} />
      ) : (
        <Unknown />
      );
    case "tags":
      return <Tags tags={row.tags} />;
    case "note":
      return (
        <span dir="auto" title={row.note} className="line-clamp-4 whitespace-pre-line wrap-anywhere">
          {row.note}
        </span>
      );
    case "first_seen":
      return <span className="text-xs text-soft">{row.first_seen && format.instant(row.first_seen)}</span>;
    case "seen":
      return <Freshness seenAt={row.seen_at} now={now} />;
  }
}

function Unknown() {
  const { t } = useTexts();
  return <span className="text-xs text-soft">{t("estimate.unknown")}</span>;
}

function Name({ words }: { words: string }) {
  return (
    <span dir="auto" title={words} className="line-clamp-2 wrap-anywhere">
      {words}
    </span>
  );
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {tags.map((tag) => (
        <Link key={tag} to="/watchlist" search={{ tag }} dir="auto" className="link py-1 wrap-anywhere">
          #{tag}
        </Link>
      ))}
    </span>
  );
}
