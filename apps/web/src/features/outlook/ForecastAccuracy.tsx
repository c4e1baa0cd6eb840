/** How good the forecasts were that were made and kept: beside the naive one, by how much sells and how far ahead. */
import { useQuery } from "@tanstack/react-query";
import { forecastAccuracyQuery } from "@/shared/api/outlook";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { useWide } from "@/shared/ui/useWide";
import { ForecastCards, ForecastTable } from "./ForecastScores";
import { HORIZONS, rowsOf } from "./forecastRows";

const TERMS = ["mase", "rmsse", "wape", "bias", "cover"] as const;

export default function ForecastAccuracy() {
  const { t } = useTexts();
  const accuracy = useQuery(forecastAccuracyQuery);
  const wide = useWide();
  const List = wide ? ForecastTable : ForecastCards;
  return (
    <section aria-labelledby="forecasts" className="flex min-w-0 flex-col gap-4 border-t border-rule pt-4">
      <div>
        <h2 id="forecasts" className="text-xl">
          {t("forecast_scores.title")}
        </h2>
        <p className="mt-1 max-w-prose text-sm text-soft">{t("forecast_scores.text")}</p>
      </div>
      <Answer query={accuracy} skeleton={<Skeleton rows={2} height="h-36" />}>
        {({ points }) => {
          if (points.length === 0) {
            return (
              <Empty title={t("forecast_scores.none")}>
                <p className="max-w-prose text-sm text-soft">{t("forecast_scores.none_text")}</p>
              </Empty>
            );
          }
          return (
            <>
              <div className="flex flex-wrap gap-x-4 text-sm text-soft">
                {TERMS.map((term) => (
                  <Term
                    key={term}
                    word={t(`forecast_scores.term.${term}`)}
                    text={t(`forecast_scores.means.${term}`)}
                  />
                ))}
              </div>
              {HORIZONS.map((horizon) => {
                const rows = rowsOf(points, horizon);
                return rows.length > 0 && <List key={horizon} horizon={horizon} rows={rows} />;
              })}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
