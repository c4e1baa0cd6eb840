/** The money to come: what is ready, how it is paid out, and four weeks with their ranges. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { OwnCash } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useWide } from "@/shared/ui/useWide";
import { cashQuery } from "./queries";
import { Foreseen, Sum } from "./Sum";
import { useMoney } from "./useMoney";
import { useSums } from "./useSums";

const FLOWS = ["paid_out", "fees", "purchases", "sum"] as const;

export default function Cash() {
  const { t } = useTexts();
  const { search } = useSums();
  const asked = { shop_id: search.shop, schedule: search.pay };
  const found = useQuery({ ...cashQuery(asked), placeholderData: keepPreviousData });
  return (
    <section
      aria-label={t("ownsums.part.cash")}
      aria-busy={found.isPlaceholderData}
      className={`flex flex-col gap-4 ${found.isPlaceholderData ? "opacity-60" : ""}`}
    >
      <Answer query={found} skeleton={<Skeleton rows={3} height="h-32" />}>
        {(plan) => <Plan plan={plan} />}
      </Answer>
    </section>
  );
}

function Plan({ plan }: { plan: OwnCash }) {
  const { t, format } = useTexts();
  const money = useMoney();
  const { kept, days_to_issue: takes } = plan;
  const percent = (share: number) => format.count(Math.round(100 * share));
  return (
    <>
      <dl className="sheet grid grid-cols-2 gap-x-3 gap-y-4 p-3 sm:grid-cols-4 sm:p-4">
        <Sum large name={t("ownsums.ready")} value={money(plan.ready_uzs)} />
        <Sum
          large
          name={t("ownsums.processing")}
          value={money(plan.processing_uzs)}
          below={
            kept.point === null
              ? t("ownsums.kept_unknown")
              : t("ownsums.kept", {
                  share: percent(kept.point),
                  low: percent(kept.low ?? kept.point),
                  high: percent(kept.high ?? kept.point),
                })
          }
        />
        <Sum
          name={t("ownsums.days_to_issue")}
          value={takes === null ? null : t("ownsums.in_days", { n: takes })}
          below={takes === null ? t("ownsums.usual_days") : undefined}
        />
        <div className="min-w-0">
          <dt className="text-xs text-soft">{t("ownsums.foreseen")}</dt>
          <dd>
            <Foreseen money={plan.foreseen_uzs} />
          </dd>
        </div>
      </dl>
      {plan.without_forecast > 0 && (
        <p className="text-sm text-soft">{t("ownsums.without_forecast", { n: plan.without_forecast })}</p>
      )}
      {plan.unpriced > 0 && (
        <p className="text-sm text-warn">△ {t("ownsums.unpriced", { n: plan.unpriced })}</p>
      )}
      <Choices plan={plan} />
      <Weeks plan={plan} />
      <p className="max-w-prose text-xs text-soft">{t("ownsums.cash_means")}</p>
    </>
  );
}

/** How the marketplace pays out, and what each way would take of what is ready now. */
function Choices({ plan }: { plan: OwnCash }) {
  const { t, format } = useTexts();
  const { change } = useSums();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-lg">{t("ownsums.schedule")}</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
        {plan.choices.map((one) => (
          <label
            key={one.schedule}
            className="sheet flex min-h-11 cursor-pointer items-start gap-2 p-3 text-sm has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="schedule"
              className="mt-0.5 size-5 shrink-0"
              checked={plan.schedule === one.schedule}
              onChange={() => change({ pay: one.schedule === "twice_a_month" ? undefined : one.schedule })}
            />
            <span>
              <span className="font-medium">{t(`ownsums.pay.${one.schedule}`)}</span>
              <span className="block text-xs text-soft">
                {one.fee_pct === 0
                  ? t("ownsums.no_fee")
                  : t("ownsums.fee", {
                      share: format.count(one.fee_pct),
                      money: format.money(one.ready_fee_uzs),
                    })}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Weeks({ plan }: { plan: OwnCash }) {
  const { t, format } = useTexts();
  const wide = useWide();
  const days = (week: OwnCash["weeks"][number]) =>
    `${format.dayShort(week.first)} – ${format.dayShort(week.last)}`;
  if (!wide)
    return (
      <ul className="flex flex-col gap-3">
        {plan.weeks.map((week) => (
          <li key={week.first} className="sheet flex flex-col gap-2 p-3">
            <h3 className="font-medium">{days(week)}</h3>
            <dl className="grid grid-cols-2 gap-3">
              {FLOWS.map((flow) => (
                <div key={flow} className="min-w-0">
                  <dt className="text-xs text-soft">{t(`ownsums.week.${flow}`)}</dt>
                  <dd>
                    <Foreseen money={week[`${flow}_uzs`]} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    );
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="px-4 pt-3 text-start font-semibold">{t("ownsums.weeks")}</caption>
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <th scope="col" className="py-2 ps-4 text-start font-medium">
              {t("ownsums.week")}
            </th>
            {FLOWS.map((flow) => (
              <th key={flow} scope="col" className="px-2 py-2 text-end font-medium last:pe-4">
                {t(`ownsums.week.${flow}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.weeks.map((week) => (
            <tr key={week.first} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="py-2 ps-4 text-start font-normal">
                {days(week)}
              </th>
              {FLOWS.map((flow) => (
                <td key={flow} className="numeric px-2 py-2 last:pe-4">
                  <Foreseen money={week[`${flow}_uzs`]} align="end" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
