/** The same lines in figures: a column each where there is room, a card each where there is not. */
import type { ReactNode } from "react";
import type { CategoryMarket, Estimate, Product } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { Price } from "@/shared/ui/Price";
import { useNow } from "@/shared/ui/useNow";
import { useWide } from "@/shared/ui/useWide";
import { PlaceLink, useNames } from "./Picked";
import type { LineKey } from "./search";
import { Swatch } from "./Swatch";
import type { Compared } from "./useCompared";

/** What a row is called, and what it says of a product and of a category; what a category does not have is said. */
interface Row {
  heading: string;
  product: (one: Product) => ReactNode;
  category?: (one: CategoryMarket) => ReactNode;
}

function useRows(align: "start" | "end"): Row[] {
  const { t, format } = useTexts();
  const now = useNow();
  const units = (estimate: Estimate) => <EstimateFigure estimate={estimate} align={align} />;
  const revenue = (estimate: Estimate) => <EstimateFigure estimate={estimate} kind="revenue" align={align} />;
  return [
    {
      heading: t("col.price"),
      product: (one) => <Price price={one.price_uzs} list={one.list_price_uzs} stacked={align === "end"} />,
    },
    {
      heading: t("col.stock"),
      product: (one) =>
        one.stock === 0 ? <span className="text-bad">✕ {t("stock.none")}</span> : format.count(one.stock),
    },
    {
      heading: t("compare.units_7"),
      product: (one) => units(one.figures.days_7),
      category: ({ size }) => <Summed size={size} known={size.counted_7} figure={units(size.days_7)} />,
    },
    {
      heading: t("compare.units_28"),
      product: (one) => units(one.figures.days_28),
      category: ({ size }) => <Summed size={size} known={size.counted_28} figure={units(size.days_28)} />,
    },
    {
      heading: t("compare.revenue_7"),
      product: (one) => revenue(one.figures.revenue_7),
      category: ({ size }) => revenue(size.revenue_7),
    },
    {
      heading: t("compare.revenue_28"),
      product: (one) => revenue(one.figures.revenue_28),
      category: ({ size }) => revenue(size.revenue_28),
    },
    { heading: t("product.orders"), product: (one) => format.count(one.orders_total) },
    { heading: t("compare.reviews"), product: (one) => format.count(one.reviews_total) },
    {
      heading: t("compare.rating"),
      product: (one) => (one.rating === null ? "—" : `★ ${format.count(one.rating)}`),
    },
    {
      heading: t("compare.first_seen"),
      product: (one) => (one.first_seen === null ? "—" : format.day(dayOfInstant(one.first_seen))),
      category: (one) => (one.watched_since === null ? "—" : format.day(dayOfInstant(one.watched_since))),
    },
    { heading: t("col.seen"), product: (one) => <Freshness seenAt={one.seen_at} now={now} /> },
  ];
}

/** A category's sum, and of how many of its goods it is. */
function Summed({ size, known, figure }: { size: CategoryMarket["size"]; known: number; figure: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      {figure}
      {known < size.products && (
        <span className="block text-xs text-soft">
          {t("compare.goods_known", { n: known, of: size.products })}
        </span>
      )}
    </>
  );
}

function Cell({ each, row }: { each: Compared; row: Row }) {
  const { t } = useTexts();
  const { isPending } = each.category ?? each.product;
  if (each.category && !row.category) return <span className="text-soft">{t("compare.not_category")}</span>;
  if (each.category?.data) return row.category?.(each.category.data);
  if (each.product?.data) return row.product(each.product.data);
  if (isPending) return <span className="skeleton inline-block h-5 w-16" />;
  return <span className="text-soft">{t("estimate.unknown")}</span>;
}

export function Table({ all, on }: { all: readonly Compared[]; on: LineKey | undefined }) {
  return useWide() ? <Columns all={all} on={on} /> : <Cards all={all} />;
}

function Columns({ all, on }: { all: readonly Compared[]; on: LineKey | undefined }) {
  const rows = useRows("end");
  const tint = (each: Compared) => (each.id === on ? "bg-accent-soft" : "");
  return (
    <div className="sheet overflow-hidden">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead className="border-b border-rule-strong align-bottom">
          <tr>
            <td className="w-[14%]" />
            {all.map((each, place) => (
              <th key={each.id} scope="col" className={`px-3 py-2 text-end font-medium ${tint(each)}`}>
                <Swatch place={place} />
                <PlaceLink each={each} className="line-clamp-3 wrap-anywhere hover:underline" />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.heading} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 text-start font-normal text-soft">
                {row.heading}
              </th>
              {all.map((each) => (
                <td key={each.id} className={`px-3 py-2 text-end ${tint(each)}`}>
                  <Cell each={each} row={row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ all }: { all: readonly Compared[] }) {
  const name = useNames();
  const rows = useRows("start");
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {all.map((each, place) => (
        <li key={each.id} className="sheet flex min-w-0 flex-col gap-3 p-3">
          <h3 className="flex items-start gap-2 font-sans text-base font-medium">
            <Swatch place={place} />
            <span dir="auto" className="line-clamp-2 min-w-0 wrap-anywhere">
              {name(each)}
            </span>
          </h3>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-2 text-sm">
            {rows.map((row) => (
              <div key={row.heading} className="min-w-0">
                <dt className="text-xs text-soft">{row.heading}</dt>
                <dd>
                  <Cell each={each} row={row} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
