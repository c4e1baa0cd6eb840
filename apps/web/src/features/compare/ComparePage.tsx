/** Two to six products and categories side by side: one drawing, one day read out, one table. */
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { BasisLegend } from "@/shared/ui/BasisMark";
import { PageViews } from "@/shared/ui/PageViews";
import { Empty, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Picked, type Deeds } from "./Picked";
import { comparedOf, MOST, moved, isSold, shapeOf, toIds } from "./chosen";
import {
  DEFAULT_MEASURE,
  DEFAULT_RANGE,
  MEASURES,
  RANGES,
  SHAPES,
  usualShape,
  type CompareSearch,
  type LineKey,
} from "./search";
import { Switch } from "@/shared/ui/Switch";
import { useCompared } from "./useCompared";
import { KEPT } from "./view";

const AddLine = lazy(() => import("./AddLine").then((part) => ({ default: part.AddLine })));
const Drawing = lazy(() => import("./Drawing").then((part) => ({ default: part.Drawing })));
const Table = lazy(() => import("./Table").then((part) => ({ default: part.Table })));

const route = getRouteApi("/compare");

export function ComparePage() {
  const { t } = useTexts();
  usePageTitle(t("compare.title"));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { ids, over } = comparedOf(search);
  const change = (part: Partial<CompareSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const deeds: Deeds = {
    move: (place, by) => change({ ids: toIds(moved(ids, place, by)) }),
    take: (id) =>
      change({
        ids: toIds(ids.filter((each) => each !== id)),
        on: search.on === id ? undefined : search.on,
      }),
    single: (id) => change({ on: id === ids[0] ? undefined : id }),
    add: (id) => change({ ids: toIds([...ids, id]) }),
  };
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("compare.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("compare.text")}</p>
      </div>
      {over > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg bg-warn-soft px-3 py-2 text-warn">
          <p>
            <span aria-hidden="true">△ </span>
            {t("compare.over", { most: MOST, n: over })}
          </p>
          <button type="button" className="link min-h-9 text-sm" onClick={() => change({ ids: toIds(ids) })}>
            {t("compare.over_away")}
          </button>
        </div>
      )}
      <div className="flex flex-wrap items-end justify-between gap-2">
        <Suspense fallback={<Skeleton rows={1} height="h-11" />}>
          <AddLine ids={ids} onAdd={deeds.add} />
        </Suspense>
        <PageViews
          page="compare"
          kept={KEPT}
          view={search}
          onOpen={(view) => void navigate({ search: view })}
        />
      </div>
      {ids.length === 0 ? (
        <Empty title={t("compare.empty")}>
          <p className="max-w-prose text-soft">{t("compare.empty_text")}</p>
        </Empty>
      ) : (
        <Side ids={ids} search={search} change={change} deeds={deeds} />
      )}
    </div>
  );
}

interface SideProps {
  ids: readonly LineKey[];
  search: CompareSearch;
  change: (part: Partial<CompareSearch>) => void;
  deeds: Deeds;
}

function Side({ ids, search, change, deeds }: SideProps) {
  const { t } = useTexts();
  const { range = DEFAULT_RANGE, what = DEFAULT_MEASURE } = search;
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const comparison = useCompared(ids, range, what, today);
  const shape = shapeOf(search, ids, what);
  const on = search.on !== undefined && ids.includes(search.on) ? search.on : ids[0];
  return (
    <>
      <Picked all={comparison.all} on={on} {...deeds} />
      {ids.length === 1 && <p className="text-sm text-soft">{t("compare.one")}</p>}
      <section aria-labelledby="drawing" className="flex flex-col gap-3">
        <h2 id="drawing" className="sr-only">
          {t(`compare.what_${what}`)}
        </h2>
        <div className="flex flex-wrap justify-between gap-2">
          <Switch
            label={t("compare.what")}
            choices={MEASURES.map((each) => [each, t(`compare.what_${each}`)])}
            chosen={what}
            onChoose={(each) => change({ what: each === DEFAULT_MEASURE ? undefined : each })}
          />
          {isSold(what) && (
            <Switch
              label={t("compare.as")}
              choices={SHAPES.map((each) => [each, t(`compare.as_${each}`)])}
              chosen={shape}
              onChoose={(each) => change({ as: each === usualShape(ids) ? undefined : each })}
            />
          )}
          <Switch
            label={t("compare.range")}
            choices={RANGES.map((each) => [
              each,
              each === "all" ? t("compare.range_all") : t("compare.range_days", { n: Number(each) }),
            ])}
            chosen={range}
            onChoose={(each) => change({ range: each === DEFAULT_RANGE ? undefined : each, day: undefined })}
          />
        </div>
        <Suspense fallback={<Skeleton rows={1} height="h-96" />}>
          <Drawing
            comparison={comparison}
            measure={what}
            shape={shape}
            on={on}
            wanted={search.day}
            onDay={(day) => change({ day })}
          />
        </Suspense>
      </section>
      <section aria-labelledby="figures" className="flex flex-col gap-3">
        <h2 id="figures" className="text-xl">
          {t("compare.figures")}
        </h2>
        <Suspense fallback={<Skeleton rows={3} />}>
          <Table all={comparison.all} on={on} />
        </Suspense>
      </section>
      <details className="border-t border-rule pt-4">
        <summary className="min-h-11 py-2 text-sm font-medium">{t("home.legend")}</summary>
        <BasisLegend />
      </details>
    </>
  );
}
