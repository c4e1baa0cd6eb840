/** A leaf category's goods by their score: each with its place, which overlapping intervals share, and opened into its parts. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import type { CategoryScores, ScoredProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Skeleton } from "@/shared/ui/states";
import { OwnWeights } from "./OwnWeights";
import { PartList } from "./PartList";
import { leafScoresQuery, scoreQuery } from "./queries";
import { useOwnWeights } from "./useOwnWeights";
import { sameWeights, wholeWeights, type Weights } from "./weights";

const route = getRouteApi("/c/$categoryId");

export default function LeafScores({ category }: { category: number }) {
  const { t, format } = useTexts();
  const { weights: written } = route.useSearch();
  const navigate = route.useNavigate();
  const write = useCallback(
    (weights: string | undefined) =>
      void navigate({ search: (now) => ({ ...now, weights }), replace: true, resetScroll: false }),
    [navigate],
  );
  const [own, setOwn] = useOwnWeights(written, write);
  // The usual weights are told by the usual list alone.
  const usual = useInfiniteQuery(leafScoresQuery(category)).data?.pages[0]?.weights;
  const list = useInfiniteQuery({
    ...leafScoresQuery(category, written),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby="scores" className="flex flex-col gap-3">
      <h2 id="scores" className="text-xl">
        {t("score.by_leaf")}
      </h2>
      <Answer query={list} skeleton={<Skeleton rows={4} height="h-16" />}>
        {({ pages }) => {
          const [first] = pages;
          if (!first || first.total === 0) return <p className="text-soft">{t("score.none.not_yet")}</p>;
          const items = pages.flatMap((page) => page.items);
          return (
            <>
              <p className="max-w-prose text-sm text-soft">
                {t("score.by_leaf_text")} {first.as_of && t("score.as_of", { day: format.day(first.as_of) })}
              </p>
              {usual && <Weighed first={first} usual={wholeWeights(usual)} own={own} onChange={setOwn} />}
              <ol
                aria-label={t("score.by_leaf")}
                aria-busy={list.isPlaceholderData}
                className={`sheet divide-y divide-rule ${list.isPlaceholderData ? "opacity-60" : ""}`}
              >
                {items.map((one) => (
                  <Scored key={one.product.product_id} scored={one} weights={written} />
                ))}
              </ol>
              <ShowMore list={list} shown={items.length} total={first.total} />
            </>
          );
        }}
      </Answer>
    </section>
  );
}

interface WeighedProps {
  first: CategoryScores;
  usual: Weights;
  own: Weights | null;
  onChange: (next: Weights | null) => void;
}

/** Weights of one's own for the whole list; what parts are called is told with any product's score. */
function Weighed({ first, usual, own, onChange }: WeighedProps) {
  const { language } = useTexts();
  const told = useQuery(scoreQuery(first.items[0]?.product.product_id ?? 0, language)).data;
  if (!told || told.parts.length === 0) return null;
  return (
    <OwnWeights
      usual={usual}
      own={own}
      names={told.parts}
      onChange={(next) => onChange(next && sameWeights(next, usual) ? null : next)}
    />
  );
}

function Scored({ scored, weights }: { scored: ScoredProduct; weights: string | undefined }) {
  const { t, format } = useTexts();
  const [open, setOpen] = useState(false);
  const { product, score, place, why } = scored;
  const { point, low, high } = score;
  const whole = (value: number | null) => format.count(value === null ? null : Math.round(value));
  const title = format.title(product.titles);
  return (
    <li className="flex flex-col gap-2 p-3 sm:px-4">
      <div className="flex gap-3">
        <ProductTile id={product.product_id} title={title} photoUrl={product.photo_url} />
        <div className="flex min-w-0 grow flex-col gap-1 sm:flex-row sm:justify-between sm:gap-6">
          <ProductLink
            product={product}
            className="line-clamp-2 min-w-0 font-medium hover:text-accent hover:underline"
          />
          {point === null ? (
            <p className="text-sm text-soft sm:max-w-72">
              {t(`score.none.${why === "scored" ? "not_yet" : why}`)}
            </p>
          ) : (
            <p className="flex shrink-0 flex-wrap items-baseline gap-x-2 sm:flex-col sm:items-end">
              <span>
                <span className="text-xl font-semibold">{whole(point)}</span>{" "}
                <span className="text-sm text-soft" title={t("estimate.range_means")}>
                  ({whole(low)}–{whole(high)})
                </span>
              </span>
              {place && (
                <span className="text-sm text-soft">
                  {place.first === place.last
                    ? t("score.place", { first: place.first, of: place.of })
                    : t("score.places", { first: place.first, last: place.last, of: place.of })}
                </span>
              )}
            </p>
          )}
        </div>
      </div>
      {why !== "no_leaf" && why !== "not_yet" && (
        <>
          <button
            type="button"
            className="link min-h-11 self-start text-sm"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t("score.parts")}
            <span className="sr-only">: {title}</span>
          </button>
          {open && <Opened id={product.product_id} weights={weights} />}
        </>
      )}
    </li>
  );
}

function Opened({ id, weights }: { id: number; weights: string | undefined }) {
  const { language } = useTexts();
  const score = useQuery(scoreQuery(id, language, weights));
  return (
    <Answer query={score} skeleton={<Skeleton rows={3} height="h-12" />}>
      {(data) => <PartList score={data} />}
    </Answer>
  );
}
