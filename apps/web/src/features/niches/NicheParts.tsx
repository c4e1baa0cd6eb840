/** What is said of a niche beside its size: how crowded it is, who came and left, its seasons, and by how much leaders are ahead. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ApiProblem } from "@/shared/api/client";
import type { NicheDetail, NicheKind, NicheShop } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { NicheFigure } from "./figures";
import { Formula } from "./Formula";
import { nicheQuery } from "./queries";
import { Season } from "./Season";

export default function NichePartsOf({ kind, id }: { kind: NicheKind; id: number }) {
  const { t } = useTexts();
  const found = useQuery(nicheQuery(kind, id));
  if (found.error instanceof ApiProblem && found.error.status === 404 && !found.data)
    return <p className="text-sm text-soft">{t("niches.not_yet")}</p>;
  return (
    <Answer query={found} skeleton={<Skeleton rows={2} height="h-40" />}>
      {(detail) => <NicheParts detail={detail} />}
    </Answer>
  );
}

export function NicheParts({ detail }: { detail: NicheDetail }) {
  const { t } = useTexts();
  const { niche } = detail;
  return (
    <section aria-labelledby="niche" className="flex flex-col gap-4">
      <h2 id="niche" className="text-xl">
        {t("niches.how_crowded")}
      </h2>
      <dl className="sheet grid grid-cols-2 gap-x-4 gap-y-3 p-4 sm:grid-cols-3 lg:grid-cols-4">
        {(["saturation", "review_gap", "idle", "leader", "price", "busy_price"] as const).map((measure) => (
          <Fact
            key={measure}
            name={<Term word={t(`niches.m.${measure}`)} text={t(`niches.means.${measure}`)} />}
          >
            <NicheFigure niche={niche} measure={measure} />
          </Fact>
        ))}
      </dl>
      <details>
        <summary className="min-h-11 py-2 text-sm font-medium">{t("niches.saturation_how")}</summary>
        <Formula rules={detail.formula} saturation={niche.saturation} />
      </details>
      <Entries detail={detail} />
      <Season season={niche.season} />
    </section>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="flex flex-wrap text-xs text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Entries({ detail }: { detail: NicheDetail }) {
  const { t, format } = useTexts();
  const { entry } = detail.niche;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-lg">{t("niches.entries")}</h3>
      {entry.came === null || entry.gone === null ? (
        <p className="max-w-prose text-sm text-soft">{t("niches.entries_unknown")}</p>
      ) : (
        <p className="text-sm">
          {t("niches.entries_over", {
            came: format.count(entry.came),
            gone: format.count(entry.gone),
            days: format.count(entry.over_days),
          })}
        </p>
      )}
      <div className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <Term word={t("niches.m.staying")} text={t("niches.means.staying")} />
        <NicheFigure niche={detail.niche} measure="staying" />
        <span className="text-soft">{t("niches.staying_of", { n: entry.staying_of })}</span>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Shops title={t("niches.came")} shops={detail.came} />
        <Shops title={t("niches.gone")} shops={detail.gone} />
      </div>
    </div>
  );
}

function Shops({ title, shops }: { title: string; shops: readonly NicheShop[] }) {
  const { t, format } = useTexts();
  if (shops.length === 0) return null;
  return (
    <div className="sheet px-4 pt-3 pb-1">
      <h4 className="font-medium">{title}</h4>
      <ul className="divide-y divide-rule text-sm">
        {shops.map((shop) => (
          <li key={shop.seller.seller_id} className="flex justify-between gap-3 py-2">
            <div className="min-w-0">
              <Link
                to="/s/$sellerId"
                params={{ sellerId: String(shop.seller.seller_id) }}
                dir="auto"
                className="link wrap-anywhere"
              >
                {shop.seller.title ?? `№ ${shop.seller.seller_id}`}
              </Link>
              <p className="text-xs text-soft">
                {format.instant(shop.at)} · {t("niches.goods", { n: shop.products })}
              </p>
            </div>
            <EstimateFigure estimate={{ ...shop.days_28, known_days: shop.days_28.days }} align="end" />
          </li>
        ))}
      </ul>
    </div>
  );
}
