/** The same products in figures: a column each where there is room, a card each where there is not. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Product } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { Price } from "@/shared/ui/Price";
import { useNow } from "@/shared/ui/useNow";
import { useWide } from "@/shared/ui/useWide";
import { useNames } from "./Picked";
import { Swatch } from "./Swatch";
import type { Compared } from "./useCompared";

type Row = [string, (product: Product) => ReactNode];

function useRows(align: "start" | "end"): Row[] {
  const { t, format } = useTexts();
  const now = useNow();
  return [
    [
      t("col.price"),
      (one) => <Price price={one.price_uzs} list={one.list_price_uzs} stacked={align === "end"} />,
    ],
    [
      t("col.stock"),
      (one) =>
        one.stock === 0 ? <span className="text-bad">✕ {t("stock.none")}</span> : format.count(one.stock),
    ],
    [t("compare.units_7"), (one) => <EstimateFigure estimate={one.figures.days_7} align={align} />],
    [t("compare.units_28"), (one) => <EstimateFigure estimate={one.figures.days_28} align={align} />],
    [
      t("compare.revenue_7"),
      (one) => <EstimateFigure estimate={one.figures.revenue_7} kind="revenue" align={align} />,
    ],
    [
      t("compare.revenue_28"),
      (one) => <EstimateFigure estimate={one.figures.revenue_28} kind="revenue" align={align} />,
    ],
    [t("product.orders"), (one) => format.count(one.orders_total)],
    [t("compare.reviews"), (one) => format.count(one.reviews_total)],
    [t("compare.rating"), (one) => (one.rating === null ? "—" : `★ ${format.count(one.rating)}`)],
    [
      t("compare.first_seen"),
      (one) => (one.first_seen === null ? "—" : format.day(dayOfInstant(one.first_seen))),
    ],
    [t("col.seen"), (one) => <Freshness seenAt={one.seen_at} now={now} />],
  ];
}

export function Table({ all, on }: { all: readonly Compared[]; on: number | undefined }) {
  return useWide() ? <Columns all={all} on={on} /> : <Cards all={all} />;
}

function Columns({ all, on }: { all: readonly Compared[]; on: number | undefined }) {
  const { t } = useTexts();
  const name = useNames();
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
                <Link
                  to="/p/$id"
                  params={{ id: String(each.id) }}
                  dir="auto"
                  className="line-clamp-3 wrap-anywhere hover:underline"
                >
                  {name(each)}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([heading, value]) => (
            <tr key={heading} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 text-start font-normal text-soft">
                {heading}
              </th>
              {all.map((each) => (
                <td key={each.id} className={`px-3 py-2 text-end ${tint(each)}`}>
                  {each.product.data ? (
                    value(each.product.data)
                  ) : (
                    <Unknown each={each} said={t("estimate.unknown")} />
                  )}
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
  const { t } = useTexts();
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
            {rows.map(([heading, value]) => (
              <div key={heading} className="min-w-0">
                <dt className="text-xs text-soft">{heading}</dt>
                <dd>
                  {each.product.data ? (
                    value(each.product.data)
                  ) : (
                    <Unknown each={each} said={t("estimate.unknown")} />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Unknown({ each, said }: { each: Compared; said: string }) {
  if (each.product.isPending) return <span className="skeleton inline-block h-5 w-16" />;
  return <span className="text-soft">{said}</span>;
}
