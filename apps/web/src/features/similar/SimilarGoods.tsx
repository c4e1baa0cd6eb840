/** Who else offers this product, and why it is taken for the same; below that what is like it in meaning. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ClusterMember, ProductRow, Similar } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Answer, Skeleton } from "@/shared/ui/states";
import { similarQuery } from "./queries";
import { whySame } from "./whySame";

const AT_FIRST = 5;

export default function SimilarGoods({ id }: { id: number }) {
  const { t } = useTexts();
  const found = useQuery(similarQuery(id));
  return (
    <section aria-labelledby="similar" className="flex flex-col gap-3 border-t border-rule pt-4">
      <h2 id="similar" className="text-xl">
        {t("similar.title")}
      </h2>
      <Answer query={found} skeleton={<Skeleton rows={3} height="h-20" />}>
        {(data) => <Loaded found={data} />}
      </Answer>
    </section>
  );
}

function Loaded({ found }: { found: Similar }) {
  const { t } = useTexts();
  const same = othersOf(found);
  const near = found.items.filter((one) => !one.same_goods);
  if (same.length === 0 && near.length === 0)
    return <p className="max-w-prose text-sm text-soft">{t("similar.none")}</p>;
  return (
    <>
      {same.length > 0 && found.cluster ? (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">{t("similar.same")}</h3>
          <p className="max-w-prose text-sm text-soft">{t("similar.same_text")}</p>
          <Goods label={t("similar.same")} of={same.map(({ product, reason }) => ({ product, reason }))} />
          <Link
            to="/niches/same/$clusterId"
            params={{ clusterId: String(found.cluster.cluster_id) }}
            className="link inline-flex min-h-11 items-center self-start text-sm"
          >
            {t("similar.cluster")}
          </Link>
        </div>
      ) : (
        <p className="max-w-prose text-sm text-soft">{t("similar.alone")}</p>
      )}
      {near.length > 0 && (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">{t("similar.near")}</h3>
          <p className="max-w-prose text-sm text-soft">{t("similar.near_text")}</p>
          <Goods label={t("similar.near")} of={near.map(({ product }) => ({ product, reason: null }))} />
        </div>
      )}
    </>
  );
}

/** All were compared with one: where that is another product, it stands here by the reason of the product the page is of. */
function othersOf({ product_id: own, cluster }: Similar): ClusterMember[] {
  const members = cluster?.members ?? [];
  const mine = members.find((one) => one.product.product_id === own)?.reason ?? null;
  return members
    .filter((one) => one.product.product_id !== own)
    .map((one) => ({ ...one, reason: one.reason ?? mine }));
}

interface Good {
  product: ProductRow;
  reason: ClusterMember["reason"];
}

function Goods({ label, of }: { label: string; of: readonly Good[] }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  return (
    <>
      <ul aria-label={label} className="sheet divide-y divide-rule px-4">
        {(all ? of : of.slice(0, AT_FIRST)).map((good) => (
          <Line key={good.product.product_id} good={good} />
        ))}
      </ul>
      {of.length > AT_FIRST && !all && (
        <button type="button" className="button self-start" onClick={() => setAll(true)}>
          {t("similar.show_all", { n: of.length })}
        </button>
      )}
    </>
  );
}

function Line({ good: { product, reason } }: { good: Good }) {
  const texts = useTexts();
  const { t, format } = texts;
  return (
    <li className="relative py-3">
      <div className="flex items-start gap-3 max-[22rem]:flex-wrap">
        <ProductTile
          id={product.product_id}
          title={format.title(product.titles)}
          photoUrl={product.photo_url}
          size="list"
        />
        <div className="min-w-0 grow text-sm">
          <ProductLink
            product={product}
            className="line-clamp-2 text-base font-medium after:absolute after:inset-0 hover:text-accent"
          />
          <p className="text-soft">
            <span className="numeric font-medium text-ink">{format.money(product.price_uzs)}</span> ·{" "}
            <span dir="auto">{product.seller?.title ?? t("similar.seller_unknown")}</span>
            {product.stock === 0 && <span className="text-bad"> · ✕ {t("stock.none")}</span>}
          </p>
        </div>
        <div className="flex shrink-0 flex-col items-end">
          <EstimateFigure estimate={product.figures.days_7} align="end" />
          <p className="text-xs text-soft">{t("similar.units_7")}</p>
        </div>
      </div>
      {reason && (
        <p className="mt-1 text-xs text-soft sm:ps-13" dir="auto">
          {whySame(texts, reason).join(" · ")}
        </p>
      )}
    </li>
  );
}
