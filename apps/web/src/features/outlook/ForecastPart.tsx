/** What will be sold in the days to come: totals and days with their ranges, or that the average says as much. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { salesQuery } from "@/shared/api/queries";
import type { LevelShift, OutlookForecast } from "@/shared/api/shapes";
import { addDays } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { useAnnounced } from "./announced";
import { AnnouncedPart } from "./AnnouncedPart";
import { useBandWords } from "./bandWords";
import { BEFORE_DAYS, sceneOf } from "./forecastScene";

const ForecastChart = lazy(() => import("./ForecastChart"));

interface Props {
  id: number;
  forecast: OutlookForecast | null;
  shift: LevelShift | null;
}

export function ForecastPart({ id, forecast, shift }: Props) {
  const { t } = useTexts();
  const announced = useAnnounced(id);
  const [counted, setCounted] = useState(true);
  const withSales = counted && announced.outlook?.felt ? announced.outlook.forecast : null;
  const told = withSales ?? forecast;
  return (
    <section aria-labelledby="forecast" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h3 id="forecast" className="text-lg">
          {t("outlook.forecast")}
        </h3>
        {forecast && (
          <div className="flex flex-wrap text-sm text-soft">
            <Term word={t("outlook.how")} text={t("outlook.how_text")} />
          </div>
        )}
      </div>
      {!forecast && <p className="max-w-prose text-soft">{t("outlook.no_forecast")}</p>}
      {told && (
        <p className="max-w-prose text-sm text-soft">{t("outlook.model", { how: told.model_text })}</p>
      )}
      {told && !told.shown && <AsGoodAsAverage forecast={told} />}
      {withSales?.shown && (
        <p role="status" className="text-sm font-medium">
          {t("outlook.sales_felt")}
        </p>
      )}
      {told?.shown && <Shown id={id} forecast={told} shift={shift} />}
      {forecast && <AnnouncedPart id={id} announced={announced} counted={counted} onCount={setCounted} />}
    </section>
  );
}

/** What did not beat the average in the product's own past is no forecast. */
function AsGoodAsAverage({ forecast }: { forecast: OutlookForecast }) {
  const { t, format } = useTexts();
  const { point, range } = format.rateOf(forecast.average);
  return (
    <p className="max-w-prose">
      {forecast.average.point === null
        ? t("outlook.no_average")
        : t("outlook.average", { n: range ? `${point} (${range})` : point })}
    </p>
  );
}

function Shown({ id, forecast, shift }: Props & { forecast: OutlookForecast }) {
  const to = forecast.as_of;
  const sales = useQuery(salesQuery(id, { from: addDays(to, 1 - BEFORE_DAYS), to }));
  const sold = sales.data?.days;
  const scene = useMemo(() => sold && sceneOf(sold, forecast, shift), [sold, forecast, shift]);
  return (
    <>
      <Totals forecast={forecast} />
      <Answer query={sales} skeleton={<Skeleton rows={1} height="h-96" />}>
        {() =>
          scene && (
            <Suspense fallback={<Skeleton rows={1} height="h-96" />}>
              <ForecastChart scene={scene} />
            </Suspense>
          )
        }
      </Answer>
      <Days forecast={forecast} />
    </>
  );
}

function Totals({ forecast }: { forecast: OutlookForecast }) {
  const { t } = useTexts();
  const bandWords = useBandWords();
  return (
    <dl className="sheet grid grid-cols-2 divide-x divide-rule">
      {forecast.totals.map(({ days, units }) => {
        const { point, range, wide } = bandWords(units);
        return (
          <div key={days} className="flex min-w-0 flex-col gap-1 p-3 sm:p-4">
            <dt className="text-sm font-medium text-soft">{t("outlook.next", { n: days })}</dt>
            <dd>
              <span className="block text-2xl leading-tight font-semibold">{point}</span>
              <span className="block text-xs text-soft" title={t("estimate.range_means")}>
                ({range})
              </span>
              <span className="block text-xs text-soft">{t("outlook.wide", { range: wide })}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The drawing's days to come as a table: for screen readers, and for anyone who prefers to read. */
function Days({ forecast }: { forecast: OutlookForecast }) {
  const { t, format } = useTexts();
  const bandWords = useBandWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="sheet px-3 sm:px-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-11 py-2.5 font-medium">{t("outlook.as_table")}</summary>
      {open && (
        <table className="mb-3 w-full border-collapse text-sm">
          <thead className="text-soft">
            <tr className="border-b border-rule-strong">
              <th scope="col" className="py-2 pe-2 text-start font-medium">
                {t("outlook.day")}
              </th>
              <th scope="col" className="px-2 py-2 text-end font-medium">
                {t("outlook.expected")}
              </th>
              <th scope="col" className="px-2 py-2 text-end font-medium">
                80{"\u00a0"}%
              </th>
              <th scope="col" className="py-2 ps-2 text-end font-medium">
                95{"\u00a0"}%
              </th>
            </tr>
          </thead>
          <tbody>
            {forecast.days.map(({ day, units }) => {
              const { point, range, wide } = bandWords(units);
              return (
                <tr key={day} className="border-b border-rule last:border-b-0">
                  <th scope="row" className="py-1.5 pe-2 text-start font-normal">
                    {format.dayWithWeekday(day)}
                  </th>
                  <td className="numeric px-2 py-1.5 font-semibold">{point}</td>
                  <td className="numeric px-2 py-1.5">{range}</td>
                  <td className="numeric py-1.5 ps-2 text-soft">{wide}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </details>
  );
}
