/** The days of a product: drawing, reading of one day, the same as a table, and the sheet that says why. */
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { eventsQuery, pricesQuery, salesQuery, stockQuery } from "@/shared/api/queries";
import type { EventGroup, Prices, Product, Sales, Stock, Variant } from "@/shared/api/shapes";
import { listSteps, priceSteps, stockSteps } from "@/shared/chart/steps";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { Controls } from "./Controls";
import { DayReadout } from "./DayReadout";
import { DayTable } from "./DayTable";
import { EventLegend } from "./EventMark";
import { eventsOf, salesOf, stockOf } from "./ofVariant";
import { DEFAULT_MEASURE, DEFAULT_RANGE, type Measure } from "./search";
import { sceneOf, type Scene } from "./scene";
import { selectedIndex } from "./selected";
import { toDays } from "./series";
import { useSpokenDay } from "./spokenDay";

const Chart = lazy(() => import("./Chart"));
const EventSection = lazy(() => import("./EventSection").then((part) => ({ default: part.EventSection })));
const WhySheet = lazy(() => import("./WhySheet"));
const route = getRouteApi("/p/$id");

export function History({ product }: { product: Product }) {
  const { t } = useTexts();
  const search = route.useSearch();
  const { range = DEFAULT_RANGE, what = DEFAULT_MEASURE } = search;
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const id = product.product_id;
  const ends = useMemo(() => stretchOf(range, today, product.first_day), [range, today, product.first_day]);
  const sku = product.variants.find((variant) => variant.sku_id === search.sku)?.sku_id;
  const by = sku === undefined ? undefined : "variant";
  const [sales, prices, stock] = useQueries({
    queries: [salesQuery(id, ends, by), pricesQuery(id, ends), stockQuery(id, ends, by)],
  });
  const events = useInfiniteQuery(eventsQuery(id, ends));
  const happened = useMemo(() => events.data?.pages.flatMap((page) => page.items), [events.data]);
  return (
    <section aria-labelledby="history" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <h2 id="history" className="text-xl">
          {t("history.title")}
        </h2>
        <Controls variants={product.variants} />
      </div>
      <Answer query={sales} skeleton={<Skeleton rows={1} height="h-96" />}>
        {(found) => (
          <Days
            id={id}
            sku={sku}
            measure={what}
            sales={found}
            prices={prices.data}
            stock={stock.data}
            events={happened}
            variants={product.variants}
          />
        )}
      </Answer>
      <Suspense fallback={<Skeleton rows={1} />}>
        <EventSection id={id} query={events} variants={product.variants} />
      </Suspense>
    </section>
  );
}

interface Known {
  sku: number | undefined;
  measure: Measure;
  sales: Sales;
  prices: Prices | undefined;
  stock: Stock | undefined;
  events: readonly EventGroup[] | undefined;
}

/** What is drawn, made anew only when an answer or a choice is another. */
function useScene({ sku, measure, sales, prices, stock, events }: Known): Scene {
  return useMemo(() => {
    const of = sku === undefined ? sales : salesOf(sales, sku);
    const stocked = stock && (sku === undefined ? stock.steps : stockOf(stock, sku));
    const happened = events && (sku === undefined ? events : eventsOf(events, sku));
    const beside = {
      prices: priceSteps(prices?.steps ?? []),
      lists: listSteps(prices?.steps ?? []),
      stocks: stockSteps(stocked ?? []),
      events: happened,
    };
    // The total of an unlooked stretch is known in units alone.
    return sceneOf(toDays(of, beside, measure), measure === "units" ? of.spans : [], beside);
  }, [sku, measure, sales, prices, stock, events]);
}

interface DaysProps extends Known {
  id: number;
  variants: readonly Variant[];
}

function Days({ id, variants, ...known }: DaysProps) {
  const { t } = useTexts();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const spoken = useSpokenDay();
  const scene = useScene(known);
  const selected = selectedIndex(scene.days, search.day);
  const day = scene.days[selected];
  const select = (index: number) =>
    void navigate({
      search: (now) => ({ ...now, day: scene.days[index]?.day }),
      replace: true,
      resetScroll: false,
    });
  const openWhy = (open: boolean) =>
    void navigate({
      search: (now) => ({ ...now, day: day?.day, why: open ? "open" : undefined }),
      replace: true,
      resetScroll: false,
    });
  if (!day) return null;
  return (
    <>
      <div className="sheet overflow-hidden p-2 sm:p-4">
        <Suspense fallback={<Skeleton rows={1} height="h-96" />}>
          <Chart
            scene={scene}
            measure={known.measure}
            selected={selected}
            spoken={spoken(day)}
            onSelect={select}
          />
        </Suspense>
        <p className="px-1 pt-2 text-xs text-soft">
          {t("chart.legend")} {scene.lists.length > 0 && t("chart.list_price")}
        </p>
        {known.sku !== undefined && <p className="px-1 pt-1 text-xs text-soft">{t("chart.of_variant")}</p>}
        <EventLegend days={scene.days} />
      </div>
      <DayReadout
        day={day}
        first={selected === 0}
        last={selected === scene.days.length - 1}
        onStep={(by) => select(selected + by)}
        onWhy={() => openWhy(true)}
      />
      <DayTable days={scene.days} />
      {search.why === "open" && (
        <Suspense fallback={null}>
          <WhySheet
            id={id}
            day={day.day}
            variants={variants}
            ofVariant={known.sku !== undefined}
            onClose={() => openWhy(false)}
          />
        </Suspense>
      )}
    </>
  );
}
