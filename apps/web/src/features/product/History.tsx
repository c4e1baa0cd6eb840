/** The days of a product: drawing, reading of one day, the same as a table, and the sheet that says why. */
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { eventsQuery, pricesQuery, salesQuery, stockQuery } from "@/shared/api/queries";
import type { EventGroup, Prices, Product, Sales, Stock, Variant } from "@/shared/api/shapes";
import { priceSteps, stockSteps } from "@/shared/chart/steps";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { DayReadout } from "./DayReadout";
import { DayTable } from "./DayTable";
import { EventLegend } from "./EventMark";
import { EventSection } from "./EventSection";
import { DEFAULT_RANGE, RANGES, type Range } from "./search";
import { sceneOf } from "./scene";
import { selectedIndex } from "./selected";
import { toDays } from "./series";
import { useSpokenDay } from "./spokenDay";
import { WhySheet } from "./WhySheet";

const Chart = lazy(() => import("./Chart"));
const route = getRouteApi("/p/$id");

export function History({ product }: { product: Product }) {
  const { t } = useTexts();
  const { range = DEFAULT_RANGE } = route.useSearch();
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const id = product.product_id;
  const ends = useMemo(() => stretchOf(range, today, product.first_day), [range, today, product.first_day]);
  const [sales, prices, stock] = useQueries({
    queries: [salesQuery(id, ends), pricesQuery(id, ends), stockQuery(id, ends)],
  });
  const events = useInfiniteQuery(eventsQuery(id, ends));
  const happened = useMemo(() => events.data?.pages.flatMap((page) => page.items), [events.data]);
  return (
    <section aria-labelledby="history" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="history" className="text-xl">
          {t("history.title")}
        </h2>
        <RangeSwitch range={range} />
      </div>
      <Answer query={sales} skeleton={<Skeleton rows={1} height="h-96" />}>
        {(found) => (
          <Days
            id={id}
            sales={found}
            prices={prices.data}
            stock={stock.data}
            events={happened}
            variants={product.variants}
          />
        )}
      </Answer>
      <EventSection id={id} query={events} variants={product.variants} />
    </section>
  );
}

function RangeSwitch({ range }: { range: Range }) {
  const { t } = useTexts();
  const navigate = route.useNavigate();
  return (
    <div
      role="group"
      aria-label={t("history.range")}
      className="flex overflow-hidden rounded-lg border border-rule-strong"
    >
      {RANGES.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === range}
          onClick={() =>
            void navigate({
              search: { range: each === DEFAULT_RANGE ? undefined : each },
              replace: true,
              resetScroll: false,
            })
          }
          className="min-h-11 border-rule-strong bg-sheet px-2.5 text-sm whitespace-nowrap sm:px-3 not-first:border-s aria-pressed:bg-accent aria-pressed:font-semibold aria-pressed:text-on-accent"
        >
          {each === "all" ? t("history.all") : t("history.days", { n: Number(each) })}
        </button>
      ))}
    </div>
  );
}

interface DaysProps {
  id: number;
  sales: Sales;
  prices: Prices | undefined;
  stock: Stock | undefined;
  events: readonly EventGroup[] | undefined;
  variants: readonly Variant[];
}

function Days({ id, sales, prices, stock, events, variants }: DaysProps) {
  const { t } = useTexts();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const spoken = useSpokenDay();
  const scene = useMemo(() => {
    const priced = priceSteps(prices?.steps ?? []);
    const stocked = stockSteps(stock?.steps ?? []);
    return sceneOf(toDays(sales, priced, stocked, events), sales.spans, priced, stocked);
  }, [sales, prices, stock, events]);
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
          <Chart scene={scene} selected={selected} spoken={spoken(day)} onSelect={select} />
        </Suspense>
        <p className="px-1 pt-2 text-xs text-soft">{t("chart.legend")}</p>
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
        <WhySheet id={id} day={day.day} variants={variants} onClose={() => openWhy(false)} />
      )}
    </>
  );
}
