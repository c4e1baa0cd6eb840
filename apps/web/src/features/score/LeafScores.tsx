/** A leaf category's goods by their score: each with its place, which overlapping intervals share, and opened into its parts. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScoredProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Skeleton } from "@/shared/ui/states";
import { PartList } from "./PartList";
import { leafScoresQuery, scoreQuery } from "./queries";

export default function LeafScores({ category }: { category: number }) {
  const { t, format } = useTexts();
  const list = useInfiniteQuery(leafScoresQuery(category));
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
              <ol aria-label={t("score.by_leaf")} className="sheet divide-y divide-rule">
                {items.map((one) => (
                  <Scored key={one.product.product_id} scored={one} />
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

function Scored({ scored }: { scored: ScoredProduct }) {
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
          {open && <Opened id={product.product_id} />}
        </>
      )}
    </li>
  );
}

function Opened({ id }: { id: number }) {
  const { language } = useTexts();
  const score = useQuery(scoreQuery(id, language));
  return (
    <Answer query={score} skeleton={<Skeleton rows={3} height="h-12" />}>
      {(data) => <PartList score={data} />}
    </Answer>
  );
}
