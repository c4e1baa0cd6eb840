/** A product's score as the night left it, or by a reader's own weights: worked out here, and of a large category by the api. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { scorePartsQuery, scoreQuery } from "./queries";
import type { ProductScore, ScorePart } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useSettled } from "@/shared/ui/useSettled";
import { scored, type Scored } from "./scored";
import { OF_SALES, PART_NAMES, shareOf, weighs, writeWeights, type Weights } from "./weights";

/** The api gives the parts of no more products at once. */
const MOST_HERE = 2000;

export function useScore(id: number, own: Weights | null) {
  const { language } = useTexts();
  const kept = useQuery(scoreQuery(id, language));
  const wanted = own !== null && weighs(own) ? own : null;
  const leaf = kept.data?.as_of ? kept.data.category_id : null;
  const here = (kept.data?.in_leaf ?? 0) <= MOST_HERE;
  const parts = useQuery({
    ...scorePartsQuery(leaf ?? 0),
    enabled: wanted !== null && leaf !== null && here,
  });
  const text = useSettled(wanted ? writeWeights(wanted) : "", 250);
  const afar = useQuery({
    ...scoreQuery(id, language, text),
    enabled: wanted !== null && text !== "" && leaf !== null && !here,
    placeholderData: (before) => before,
  });
  const all = parts.data;
  const mine = useMemo(() => {
    if (!wanted || !all) return null;
    const weights = PART_NAMES.map((name) => wanted[name]);
    return scored(all, weights, OF_SALES)[all.products.indexOf(id)] ?? null;
  }, [wanted, all, id]);
  const anew =
    kept.data && wanted ? (here ? mine && weighed(kept.data, mine, wanted) : afar.data) : undefined;
  return {
    kept,
    /** What to show: by the own weights as soon as they are worked out. */
    shown: anew ?? kept.data,
    working: wanted !== null && leaf !== null && !anew,
    error: parts.error ?? afar.error,
  };
}

/** What the api said of a product with what its parts add up to by other weights. */
export function weighed(kept: ProductScore, mine: Scored, weights: Weights): ProductScore {
  const parts = kept.parts.map((part, at): ScorePart => ({
    ...part,
    weight: shareOf(weights, part.name),
    counted: mine.counted[at] ?? null,
    contribution: mine.contributions[at] ?? null,
  }));
  return { ...kept, parts, why: mine.why, score: mine.score, points: mine.points, place: mine.place };
}
