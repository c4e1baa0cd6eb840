/** The rates that stand in for what was not put in: where each comes from, since when it holds, and what should be looked up. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "@/shared/api/client";
import type { RateRow, UsedRate } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { ratesQuery } from "./queries";

const useRange = () => {
  const { format } = useTexts();
  const count = (value: number) => format.count(Math.round(value * 100) / 100);
  return (low: number | null, likely: number | null, high: number | null) => {
    if (likely === null) return "—";
    return low !== null && high !== null && low !== high
      ? `${count(likely)} (${count(low)}–${count(high)})`
      : count(likely);
  };
};

interface Props {
  used: readonly UsedRate[];
  on: string;
  mayKeep: boolean;
}

export function Rates({ used, on, mayKeep }: Props) {
  const { t, format } = useTexts();
  const range = useRange();
  const [all, setAll] = useState(false);
  const old = used.filter(({ stale, daily }) => stale && !daily).length;
  const notToday = used.filter(({ stale, daily }) => stale && daily).length;
  const unsure = used.filter(({ verified }) => !verified).length;
  return (
    <section className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <h2 className="text-lg">{t("costs.rates")}</h2>
      <p className="max-w-prose text-sm text-soft">{t("costs.rates_text")}</p>
      {old > 0 && <Warning words={t("costs.stale", { n: old })} />}
      {notToday > 0 && <Warning words={t("costs.stale_daily", { n: notToday })} />}
      {unsure > 0 && <Warning words={t("costs.unsure", { n: unsure })} />}
      <ul className="flex flex-col">
        {used.map((rate) => (
          <li key={rate.input} className="border-b border-rule py-2 text-sm last:border-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span>{t(`costs.field.${rate.input as "price"}`)}</span>
              <span className="font-semibold">
                {range(rate.value.low, rate.value.point, rate.value.high)} {t(`costs.rate_unit.${rate.unit}`)}
              </span>
            </div>
            <Origin rate={rate} />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button button-small self-start"
        aria-expanded={all}
        onClick={() => setAll(!all)}
      >
        {t("costs.all_rates")}
      </button>
      {all && <Versions mayKeep={mayKeep} />}
      <p className="text-xs text-soft">{t("costs.as_of", { day: format.day(on) })}</p>
    </section>
  );
}

const Warning = ({ words }: { words: string }) => (
  <p role="status" className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
    <span aria-hidden="true">△ </span>
    {words}
  </p>
);

type Told = Pick<
  RateRow,
  "key" | "source" | "valid_from" | "checked_on" | "verified" | "stale" | "own" | "daily"
>;

function Origin({ rate }: { rate: Told }) {
  const { t, format, lookUp } = useTexts();
  const note = rate.own ? null : lookUp(`costs.note.${rate.key.split(".")[0]}`);
  return (
    <p className="text-xs text-soft wrap-anywhere">
      {rate.own && <span className="font-semibold text-ink">{t("costs.own")} · </span>}
      {rate.daily && <span className="font-semibold text-ink">{t("costs.daily")} · </span>}
      {t("costs.since", { day: format.day(rate.valid_from) })} ·{" "}
      {t("costs.checked", { day: format.day(rate.checked_on) })} ·{" "}
      {rate.source === "none" ? t("costs.no_source") : rate.source}
      {note && ` · ${note}`}
      {rate.stale && <span className="text-warn"> △ {t(rate.daily ? "costs.old_daily" : "costs.old")}</span>}
      {!rate.verified && <span className="text-warn"> △ {t("costs.unverified")}</span>}
    </p>
  );
}

/** Every version of every rate; one's own can be given up. */
function Versions({ mayKeep }: { mayKeep: boolean }) {
  const { t } = useTexts();
  const range = useRange();
  const client = useQueryClient();
  const rates = useQuery(ratesQuery);
  const giving = useMutation({
    mutationFn: (key: string) => post("/own-rates", { key }),
    onSettled: () =>
      Promise.all([["costs"], ratesQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <Answer query={rates} skeleton={<Skeleton rows={3} />}>
      {({ items }) => (
        <ul className="flex flex-col">
          {items.map((rate, at) => (
            <li
              key={at}
              className={`border-b border-rule py-2 text-sm last:border-0 ${rate.in_force ? "" : "text-soft"}`}
            >
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <code className="break-all">{rate.key}</code>
                <span className={rate.in_force ? "font-semibold" : ""}>
                  {range(rate.low, rate.likely, rate.high)} {t(`costs.rate_unit.${rate.unit}`)}
                  {rate.in_force && ` · ${t("costs.in_force")}`}
                </span>
              </div>
              <Origin rate={rate} />
              {mayKeep && rate.own && rate.in_force && rate.likely !== null && (
                <button
                  type="button"
                  className="link min-h-9 text-xs"
                  disabled={giving.isPending}
                  onClick={() => giving.mutate(rate.key)}
                >
                  {t("costs.give_up")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
}
