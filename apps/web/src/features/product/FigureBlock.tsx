/** The four windows every screen of VENTRA speaks in, units above and revenue below. */
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Estimate, Growth, Product } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { useNow } from "@/shared/ui/useNow";
import type { ProductSearch } from "./search";

const WindowSheet = lazy(() => import("./WindowSheet"));
const route = getRouteApi("/p/$id");

export function FigureBlock({ product }: { product: Product }) {
  const { t, format } = useTexts();
  const { why } = route.useSearch();
  const navigate = route.useNavigate();
  const { figures } = product;
  const last = figures.as_of;
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const ask = (next: Pick<ProductSearch, "why" | "day">) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const whyDay = (day: string) => ask({ why: "open", day });
  const sum =
    why === "7"
      ? { days: 7, units: figures.days_7, revenue: figures.revenue_7 }
      : why === "28"
        ? { days: 28, units: figures.days_28, revenue: figures.revenue_28 }
        : null;
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="sr-only">
        {t("figures.title")}
      </h2>
      <div className="sheet grid grid-cols-2 lg:grid-cols-4">
        <Window
          name={t("figures.today")}
          units={figures.today}
          revenue={figures.revenue_today}
          onWhy={last ? () => whyDay(today) : undefined}
        />
        <Window
          name={t("figures.day_1")}
          units={figures.day_1}
          revenue={figures.revenue_1}
          onWhy={last ? () => whyDay(last) : undefined}
        />
        <Window
          name={t("figures.days_7")}
          units={figures.days_7}
          revenue={figures.revenue_7}
          growth={figures.growth_7}
          onWhy={last ? () => ask({ why: "7" }) : undefined}
        />
        <Window
          name={t("figures.days_28")}
          units={figures.days_28}
          revenue={figures.revenue_28}
          onWhy={last ? () => ask({ why: "28" }) : undefined}
        />
      </div>
      {last && (
        <p className="mt-2 text-xs text-soft">
          {t("figures.through", { day: format.day(last) })}{" "}
          {typeof product.figures.own_fit === "number" && t("figures.own_fit")}
        </p>
      )}
      {last && sum && (
        <Suspense fallback={null}>
          <WindowSheet
            id={product.product_id}
            last={last}
            {...sum}
            onDay={whyDay}
            onClose={() => ask({ why: undefined })}
          />
        </Suspense>
      )}
    </section>
  );
}

interface WindowProps {
  name: string;
  units: Estimate;
  revenue: Estimate;
  growth?: Growth;
  onWhy: (() => void) | undefined;
}

function Window({ name, units, revenue, growth, onWhy }: WindowProps) {
  const { t } = useTexts();
  return (
    <div className="flex min-w-0 flex-col gap-2 border-rule p-3 odd:border-e max-lg:nth-[n+3]:border-t sm:p-4 lg:not-last:border-e">
      <h3 className="text-sm font-medium text-soft">{name}</h3>
      <EstimateFigure estimate={units} size="large" copies />
      {growth && (
        <div className="text-sm">
          <p className="text-xs text-soft">{t("growth.title")}</p>
          <GrowthFigure growth={growth} />
        </div>
      )}
      <div className="mt-auto border-t border-rule pt-2 text-sm">
        <p className="text-xs text-soft">{t("figures.revenue")}</p>
        <EstimateFigure
          estimate={{ ...revenue, known_days: revenue.days, through: null }}
          kind="revenue"
          copies
        />
      </div>
      {onWhy && (
        <button
          type="button"
          className="link -mb-2 min-h-11 self-start text-sm print:hidden"
          aria-label={`${t("why.of")} ${name}`}
          onClick={onWhy}
        >
          {t("why.of")}
        </button>
      )}
    </div>
  );
}
