/** A product's score, opened into its parts, with weights that anybody may move: the score follows at once. */
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useDeferredValue } from "react";
import type { ProductScore } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, ProblemBox, Skeleton } from "@/shared/ui/states";
import { PartList } from "./PartList";
import { OwnWeights } from "./OwnWeights";
import { useOwnWeights } from "./useOwnWeights";
import { useScore } from "./useScore";
import { sameWeights, wholeWeights } from "./weights";

const route = getRouteApi("/p/$id");

export default function ScoreCard({ id }: { id: number }) {
  const { t } = useTexts();
  const { weights: written } = route.useSearch();
  const navigate = route.useNavigate();
  const write = useCallback(
    (weights: string | undefined) =>
      void navigate({ search: (now) => ({ ...now, weights }), replace: true, resetScroll: false }),
    [navigate],
  );
  const [own, setOwn] = useOwnWeights(written, write);
  const { kept, shown, working, error } = useScore(id, useDeferredValue(own));
  return (
    <section aria-labelledby="score" className="flex flex-col gap-4 border-t border-rule pt-4">
      <h2 id="score" className="text-lg">
        {t("score.title")}
      </h2>
      <Answer query={kept} skeleton={<Skeleton rows={2} height="h-24" />}>
        {(data) => (
          <>
            <Whole score={shown ?? data} own={own !== null} working={working} />
            {error && own !== null && <ProblemBox error={error} />}
            {data.parts.length > 0 && (
              <>
                <OwnWeights
                  usual={wholeWeights(data.weights)}
                  own={own}
                  names={data.parts}
                  onChange={(next) =>
                    setOwn(next && sameWeights(next, wholeWeights(data.weights)) ? null : next)
                  }
                />
                <PartList score={shown ?? data} />
              </>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}

function Whole({ score, own, working }: { score: ProductScore; own: boolean; working: boolean }) {
  const { t, format } = useTexts();
  const number = (value: number | null) => format.count(value === null ? null : Math.round(value));
  if (score.score.point === null)
    return (
      <p role="status" className="max-w-prose">
        {t(`score.none.${score.why === "scored" ? "not_yet" : score.why}`)}
      </p>
    );
  const { low, high } = score.score;
  const place = score.place;
  return (
    <div className="flex flex-col gap-1">
      <p role="status" aria-busy={working} className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-3xl font-semibold leading-tight">{number(score.score.point)}</span>
        <span className="text-soft" title={t("estimate.range_means")}>
          ({number(low)}–{number(high)})
        </span>
        <span>{t("score.of_100")}</span>
        {place && (
          <span>
            {place.first === place.last
              ? t("score.place", { first: place.first, of: place.of })
              : t("score.places", { first: place.first, last: place.last, of: place.of })}
          </span>
        )}
        {own && <span className="text-sm text-accent">{t(working ? "score.working" : "score.own")}</span>}
      </p>
      <p className="max-w-prose text-sm text-soft">
        {t("score.means")} {score.as_of && t("score.as_of", { day: format.day(score.as_of) })}
      </p>
    </div>
  );
}
