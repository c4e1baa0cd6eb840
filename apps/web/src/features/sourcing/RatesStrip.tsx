/** The central bank's rates that matter to who buys abroad, and how fresh they are. */
import { useQuery } from "@tanstack/react-query";
import type { CurrencyRates } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { ratesQuery } from "./queries";

const SHOWN = ["USD", "CNY", "EUR", "RUB", "TRY", "KZT"];

export function RatesStrip() {
  const { t } = useTexts();
  const rates = useQuery(ratesQuery);
  return (
    <section aria-labelledby="rates" className="flex flex-col gap-2">
      <h2 id="rates" className="text-xl">
        {t("sourcing.rates")}
      </h2>
      <Answer query={rates} skeleton={<Skeleton rows={1} height="h-20" />}>
        {(data) => <Rates rates={data} />}
      </Answer>
    </section>
  );
}

function Rates({ rates }: { rates: CurrencyRates }) {
  const { t, format } = useTexts();
  const now = useNow();
  const shown = SHOWN.flatMap((code) => rates.items.find((one) => one.currency === code) ?? []);
  const fresh = rates.state === "fresh";
  return (
    <div className="flex flex-col gap-2">
      {shown.length > 0 && (
        <dl className={`grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6 ${fresh ? "" : "opacity-75"}`}>
          {shown.map((rate) => (
            <div key={rate.currency} className="sheet flex flex-col px-3 py-2">
              <dt className="text-sm text-soft">{rate.currency}</dt>
              <dd className="numeric text-lg">{format.count(rate.per_unit_uzs)}</dd>
              {rate.change !== null && (
                <dd className="numeric text-xs text-soft">
                  {rate.change === 0
                    ? "="
                    : `${rate.change > 0 ? "▲ +" : "▼ −"}${format.count(Math.abs(rate.change))}`}
                </dd>
              )}
            </div>
          ))}
        </dl>
      )}
      <p className={`text-sm ${fresh ? "text-soft" : "text-warn"}`}>
        {!fresh && <span aria-hidden="true">⚠ </span>}
        {t(`sourcing.rates.${rates.state}`, {
          day: rates.day ? format.day(rates.day) : "—",
          age: rates.ok_at ? format.age(rates.ok_at, now) : "—",
        })}
        {!fresh && rates.why && ` (${t(`sourcing.why.${rates.why}`)})`}
      </p>
    </div>
  );
}
