/** My rivals: what those of each of my products did, and where my products stand in the marketplace's search. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { RivalsOfProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Queries } from "./Queries";
import { overviewQuery } from "./queries";

export function RivalsPage() {
  const { t } = useTexts();
  usePageTitle(t("rivals.title"));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("rivals.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("rivals.subtitle")}</p>
      </div>
      <Gate needs="viewer">
        <Overview />
        <Queries />
      </Gate>
    </div>
  );
}

function Overview() {
  const { t } = useTexts();
  const found = useQuery(overviewQuery);
  return (
    <Answer query={found} skeleton={<Skeleton rows={4} height="h-24" />}>
      {(data) => {
        if (data.items.length === 0)
          return (
            <Empty title={t("rivals.nothing_tracked")}>
              <Link to="/start" className="button button-main">
                {t("home.start")}
              </Link>
            </Empty>
          );
        return (
          <section aria-labelledby="mine" className="flex flex-col gap-2">
            <h2 id="mine" className="text-xl">
              {t(data.marked ? "rivals.mine" : "rivals.tracked")}
            </h2>
            {!data.marked && <p className="max-w-prose text-sm text-soft">{t("rivals.mark_mine")}</p>}
            <ul className="grid gap-3 lg:grid-cols-2">
              {data.items.map((one) => (
                <One key={one.product.product_id} found={one} />
              ))}
            </ul>
            {data.total > data.items.length && (
              <p className="text-sm text-soft">
                {t("rivals.first_of", { n: data.items.length, total: data.total })}
              </p>
            )}
          </section>
        );
      }}
    </Answer>
  );
}

function One({ found }: { found: RivalsOfProduct }) {
  const { t, format } = useTexts();
  const { product, lowest } = found;
  const deeds = [
    [found.price_down_1, "rivals.cut_1", "▼"],
    [found.price_up_1, "rivals.raised_1", "▲"],
    [found.price_down_7, "rivals.cut_7", "▼"],
    [found.price_up_7, "rivals.raised_7", "▲"],
    [found.sold_out, "rivals.sold_out", "✕"],
  ] as const;
  const told = deeds.filter(([n]) => n > 0);
  return (
    <li className="sheet flex min-w-0 items-start gap-3 p-3">
      <ProductTile
        id={product.product_id}
        title={format.title(product.titles)}
        photoUrl={product.photo_url}
      />
      <div className="flex min-w-0 grow flex-col gap-1 text-sm">
        <ProductLink product={product} className="line-clamp-2 text-base font-medium hover:text-accent" />
        <p className="text-soft">
          {format.money(product.price_uzs)} · {t("rivals.count", { n: found.rivals })}
          {found.cheaper > 0 && ` · ${t("rivals.cheaper", { n: found.cheaper })}`}
        </p>
        {lowest && (
          <p>
            {t("rivals.lowest")} {format.money(lowest.product.price_uzs)}:{" "}
            <ProductLink product={lowest.product} className="link" />
          </p>
        )}
        {told.length === 0 ? (
          <p className="text-xs text-soft">{t("rivals.quiet")}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-3 text-xs">
            {told.map(([n, key, sign]) => (
              <li key={key}>
                <span aria-hidden="true">{sign} </span>
                {t(key, { n })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
