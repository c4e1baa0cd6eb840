/** What to sell: what sells most, and what grew beyond chance. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ProductRow } from "@/shared/api/shapes";
import type { Sort } from "@/shared/sorts";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Icon } from "@/shared/ui/Icon";
import { Answer, Skeleton } from "@/shared/ui/states";
import { leadersQuery, SHOWN } from "./queries";
import { RisingWay } from "./RisingWay";
import { Block, Part, ShortRow } from "./ShortList";

export function WhatToSell() {
  const { t, format } = useTexts();
  return (
    <Block id="what-to-sell" title={t("today.what")}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Part title={t("today.most")} text={t("today.most_text")}>
          <Leaders
            sort="-units_7"
            figure={(row) => <EstimateFigure estimate={row.figures.days_7} size="large" align="end" />}
            below={(row) => format.money(row.price_uzs)}
          />
        </Part>
        <Part title={t("today.grew")} text={t("today.grew_text")}>
          <Leaders
            sort="-growth"
            only={(row) => row.figures.growth_7.verdict === "up"}
            nothing={t("today.grew_none")}
            figure={(row) => <GrowthFigure growth={row.figures.growth_7} size="large" align="end" />}
            below={(row) => t("today.sold_7", { n: format.unitsOf(row.figures.days_7).point })}
          />
        </Part>
      </div>
      <RisingWay />
      <Link to="/niches" className="sheet flex items-center gap-3 px-4 py-3 hover:border-accent">
        <span className="text-accent">
          <Icon name="search" />
        </span>
        <span className="min-w-0">
          <span className="block font-medium">{t("today.niches")}</span>
          <span className="block text-sm text-soft">{t("today.niches_text")}</span>
        </span>
      </Link>
    </Block>
  );
}

interface LeadersProps {
  sort: Sort;
  only?: (row: ProductRow) => boolean;
  nothing?: string;
  figure: (row: ProductRow) => ReactNode;
  below: (row: ProductRow) => ReactNode;
}

function Leaders({ sort, only, nothing, figure, below }: LeadersProps) {
  const { t } = useTexts();
  const leaders = useQuery(leadersQuery(sort));
  return (
    <Answer query={leaders} skeleton={<Skeleton rows={SHOWN} height="h-16" />}>
      {(data) => {
        const rows = only ? data.items.filter(only) : data.items;
        if (rows.length === 0) return <p className="py-6 text-soft">{nothing}</p>;
        return (
          <>
            <ul>
              {rows.map((row) => (
                <ShortRow key={row.product_id} product={row} below={below(row)} figure={figure(row)} />
              ))}
            </ul>
            <Link
              to="/browse"
              search={sort === "-units_7" ? {} : { sort }}
              className="link mt-auto inline-flex min-h-11 w-fit items-center text-sm"
            >
              {t("today.all")}
            </Link>
          </>
        );
      }}
    </Answer>
  );
}
