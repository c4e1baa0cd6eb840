/** The four windows every screen of VENTRA speaks in, units above and revenue below. */
import type { Estimate, Growth, Product } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";

export function FigureBlock({ product }: { product: Product }) {
  const { t, format } = useTexts();
  const { figures } = product;
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="sr-only">
        {t("figures.title")}
      </h2>
      <div className="sheet grid grid-cols-2 lg:grid-cols-4">
        <Window name={t("figures.today")} units={figures.today} revenue={figures.revenue_today} />
        <Window name={t("figures.day_1")} units={figures.day_1} revenue={figures.revenue_1} />
        <Window
          name={t("figures.days_7")}
          units={figures.days_7}
          revenue={figures.revenue_7}
          growth={figures.growth_7}
        />
        <Window name={t("figures.days_28")} units={figures.days_28} revenue={figures.revenue_28} />
      </div>
      {figures.as_of && (
        <p className="mt-2 text-xs text-soft">{t("figures.through", { day: format.day(figures.as_of) })}</p>
      )}
    </section>
  );
}

interface WindowProps {
  name: string;
  units: Estimate;
  revenue: Estimate;
  growth?: Growth;
}

function Window({ name, units, revenue, growth }: WindowProps) {
  const { t } = useTexts();
  return (
    <div className="flex min-w-0 flex-col gap-2 border-rule p-3 odd:border-e max-lg:nth-[n+3]:border-t sm:p-4 lg:not-last:border-e">
      <h3 className="text-sm font-medium text-soft">{name}</h3>
      <EstimateFigure estimate={units} size="large" />
      {growth && (
        <div className="text-sm">
          <p className="text-xs text-soft">{t("growth.title")}</p>
          <GrowthFigure growth={growth} />
        </div>
      )}
      <div className="mt-auto border-t border-rule pt-2 text-sm">
        <p className="text-xs text-soft">{t("figures.revenue")}</p>
        <EstimateFigure estimate={{ ...revenue, known_days: revenue.days, through: null }} kind="revenue" />
      </div>
    </div>
  );
}
