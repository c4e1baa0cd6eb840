/** A cluster: the same goods of several shops as a niche of its own, and why each is in it. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { readId } from "@/shared/address";
import { ApiProblem } from "@/shared/api/client";
import type { ClusterGood, NicheDetail, NicheSegment } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { sameBy } from "@/features/rivals/sameBy";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { NicheFigure } from "./figures";
import { NicheParts } from "./NicheParts";
import { nicheQuery } from "./queries";

const route = getRouteApi("/niches/same/$clusterId");

export function ClusterPage() {
  const { t, format } = useTexts();
  const id = readId(route.useParams().clusterId) ?? 0;
  const found = useQuery(nicheQuery("cluster", id));
  usePageTitle(found.data ? format.title(found.data.niche.titles) : null);
  if (found.error instanceof ApiProblem && found.error.status === 404 && !found.data)
    return (
      <Empty title={t("niches.no_cluster")}>
        <Link to="/niches" search={{ kind: "cluster" }} className="button button-main">
          {t("niches.title")}
        </Link>
      </Empty>
    );
  return (
    <Answer query={found} skeleton={<Skeleton rows={3} height="h-40" />}>
      {(detail) => <Loaded detail={detail} />}
    </Answer>
  );
}

function Loaded({ detail }: { detail: NicheDetail }) {
  const { t, format } = useTexts();
  const { niche } = detail;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-soft">{t("niches.cluster_means")}</p>
        <h1 dir="auto" className="text-2xl wrap-anywhere sm:text-3xl">
          {format.title(niche.titles) ?? `№ ${niche.niche_id}`}
        </h1>
        <p className="flex flex-wrap gap-x-4 text-sm text-soft">
          <span>{t("niches.goods", { n: niche.products })}</span>
          <span>{t("niches.shops", { n: niche.sellers })}</span>
          <span>{t("home.through", { day: format.day(niche.as_of) })}</span>
        </p>
        <dl className="sheet grid grid-cols-2 gap-4 p-4 sm:grid-cols-4">
          {(["revenue", "units", "growth", "hhi"] as const).map((measure) => (
            <div key={measure} className="min-w-0">
              <dt className="text-xs text-soft">{t(`niches.m.${measure}`)}</dt>
              <dd>
                {measure === "growth" ? (
                  <GrowthFigure growth={niche.growth} />
                ) : (
                  <NicheFigure niche={niche} measure={measure} />
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <section aria-labelledby="goods" className="flex flex-col gap-2">
        <h2 id="goods" className="text-xl">
          {t("niches.offers")}
        </h2>
        <ul className="sheet divide-y divide-rule px-4">
          {detail.goods.map((good) => (
            <Good key={good.product.product_id} good={good} />
          ))}
        </ul>
      </section>
      <Segments segments={detail.segments} />
      <NicheParts detail={detail} />
    </div>
  );
}

function Good({ good: { product, why } }: { good: ClusterGood }) {
  const { t, format } = useTexts();
  const words = sameBy(t, why);
  return (
    <li className="relative flex items-start gap-3 py-3">
      <ProductTile
        id={product.product_id}
        title={format.title(product.titles)}
        photoUrl={product.photo_url}
      />
      <div className="min-w-0 grow text-sm">
        <ProductLink
          product={product}
          className="line-clamp-2 text-base font-medium after:absolute after:inset-0 hover:text-accent"
        />
        <p className="text-soft">
          <span dir="auto">{product.seller?.title ?? ""}</span> · {format.money(product.price_uzs)}
        </p>
        {words && (
          <p className="text-xs text-soft" dir="auto">
            {t("niches.alike_by", { words })}
          </p>
        )}
      </div>
      <EstimateFigure estimate={product.figures.days_28} align="end" />
    </li>
  );
}

function Segments({ segments }: { segments: readonly NicheSegment[] }) {
  const { t, format } = useTexts();
  if (segments.length === 0) return null;
  return (
    <section aria-labelledby="prices" className="flex flex-col gap-2">
      <h2 id="prices" className="text-xl">
        {t("niches.segments")}
      </h2>
      <ul className="sheet divide-y divide-rule px-4 text-sm">
        {segments.map((one) => (
          <li key={one.from_uzs ?? 0} className="flex justify-between gap-3 py-2">
            <span className="font-medium">
              {one.from_uzs === null ? "…" : format.count(one.from_uzs)} –{" "}
              {one.to_uzs === null ? "…" : format.money(one.to_uzs)}
            </span>
            <span className="text-end">
              {t("niches.goods", { n: one.products })} · {t("niches.sold", { n: format.units(one.units_28) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
