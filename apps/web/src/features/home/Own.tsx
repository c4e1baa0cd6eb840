/** My rivals and my shop: what changed among tracked goods, and how the own ones go. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useSession } from "@/shared/api/session";
import type { ProductRow } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { ChangeLine } from "./ChangeLine";
import { changesQuery, mineQuery } from "./queries";
import { SPANS, USUAL_SPAN } from "./search";
import { Block, ShortRow } from "./ShortList";

const route = getRouteApi("/");
const Earned = lazy(async () => (await Promise.all([import("./Earned"), openBook("ownsums")]))[0]);

export default function Own() {
  const { t } = useTexts();
  const { known, person } = useSession();
  if (!known) return <Skeleton rows={2} height="h-40" />;
  return (
    <div className="grid gap-8 lg:grid-cols-2 lg:gap-4">
      <Block id="rivals" title={t("today.rivals")}>
        {person ? (
          <Changes />
        ) : (
          <Next text={t("today.rivals_out")}>
            <Link to="/sign-in" search={{ to: "/" }} className="button button-main">
              {t("sign_in.button")}
            </Link>
          </Next>
        )}
      </Block>
      <Block id="shop" title={t("today.shop")}>
        {person ? <Mine /> : <Next text={t("today.shop_out")} />}
        {person && (
          <Suspense fallback={<Skeleton rows={1} height="h-24" />}>
            <Earned />
          </Suspense>
        )}
      </Block>
    </div>
  );
}

function Next({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="sheet flex flex-col items-start gap-3 p-4">
      <p className="max-w-prose text-soft">{text}</p>
      {children}
    </div>
  );
}

function Changes() {
  const { t } = useTexts();
  const { changes = USUAL_SPAN } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(changesQuery(changes));
  const now = useNow();
  return (
    <div className="sheet flex flex-col px-4 pt-3 pb-1">
      <div role="group" aria-label={t("today.span")} className="flex flex-wrap gap-2">
        {SPANS.map((span) => (
          <button
            key={span}
            type="button"
            className="chip"
            aria-pressed={span === changes}
            onClick={() =>
              void navigate({
                search: span === USUAL_SPAN ? {} : { changes: span },
                replace: true,
                resetScroll: false,
              })
            }
          >
            {t(`today.span_${span}`)}
          </button>
        ))}
      </div>
      <Answer query={found} skeleton={<Skeleton rows={4} height="h-16" />}>
        {(data) => {
          if (data.products === 0) {
            return (
              <div className="flex flex-col items-start gap-3 py-4">
                <p className="text-soft">{t("today.nothing_tracked")}</p>
                <Link to="/start" className="button button-main">
                  {t("home.start")}
                </Link>
              </div>
            );
          }
          return (
            <>
              {data.items.length === 0 && (
                <p className="py-6 text-soft">
                  {t("today.nothing_changed", { n: data.products - data.new })}
                </p>
              )}
              <ul>
                {data.items.map((change) => (
                  <ShortRow
                    key={`${change.product_id} ${change.kind}`}
                    product={change}
                    below={<ChangeLine change={change} now={now} />}
                  />
                ))}
              </ul>
              <p className="flex flex-wrap items-center justify-between gap-x-4 text-sm text-soft">
                <span>{data.total > data.items.length && t("today.more_changes", { n: data.total })}</span>
                <Link to="/rivals" className="link inline-flex min-h-11 items-center">
                  {t("today.to_rivals")}
                </Link>
                <Link to="/watchlist" className="link inline-flex min-h-11 items-center">
                  {t("today.watchlist")}
                </Link>
              </p>
            </>
          );
        }}
      </Answer>
    </div>
  );
}

function Mine() {
  const { t } = useTexts();
  const mine = useQuery(mineQuery);
  return (
    <Answer query={mine} skeleton={<Skeleton rows={4} height="h-16" />}>
      {(data) => {
        if (data.items.length === 0) {
          return (
            <Next text={t("today.nothing_mine")}>
              <Link to="/watchlist" className="button">
                {t("today.watchlist")}
              </Link>
            </Next>
          );
        }
        return (
          <div className="sheet flex flex-col px-4 pb-1">
            <ul>
              {data.items.map((row) => (
                <ShortRow
                  key={row.product_id}
                  product={row}
                  below={<Own7 row={row} />}
                  figure={<EstimateFigure estimate={row.figures.day_1} size="large" align="end" />}
                />
              ))}
            </ul>
            <p className="flex flex-wrap items-center justify-between gap-x-4 text-sm text-soft">
              <span>{t("today.large_is_yesterday")}</span>
              <Link
                to="/watchlist"
                search={{ mark: "mine" }}
                className="link inline-flex min-h-11 items-center"
              >
                {t("today.all_mine", { n: data.total })}
              </Link>
            </p>
          </div>
        );
      }}
    </Answer>
  );
}

function Own7({ row }: { row: ProductRow }) {
  const { t, format } = useTexts();
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span>{t("today.sold_7", { n: format.unitsOf(row.figures.days_7).point })}</span>
        <GrowthFigure growth={row.figures.growth_7} />
      </span>
      <span className={row.stock === 0 ? "text-bad" : ""}>
        {row.stock === 0 ? `✕ ${t("stock.none")}` : t("stock.left", { n: format.count(row.stock) })}
      </span>
    </span>
  );
}
