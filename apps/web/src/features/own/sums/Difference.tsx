/** Why our profit is not the cabinet's: from its total to ours by causes that add up to the soʻm. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { OwnDifference } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { differenceQuery } from "./queries";
import { toSpan } from "./search";
import { useSums } from "./useSums";
import { walk, type Step } from "./walk";

export default function Difference() {
  const { t } = useTexts();
  const { search } = useSums();
  const found = useQuery({ ...differenceQuery(toSpan(search)), placeholderData: keepPreviousData });
  return (
    <section
      aria-label={t("ownsums.part.difference")}
      aria-busy={found.isPlaceholderData}
      className={`flex flex-col gap-3 ${found.isPlaceholderData ? "opacity-60" : ""}`}
    >
      <p className="max-w-prose text-sm text-soft">{t("ownsums.difference_text")}</p>
      <Answer query={found} skeleton={<Skeleton rows={6} height="h-12" />}>
        {(told) => <Told told={told} />}
      </Answer>
    </section>
  );
}

function Told({ told }: { told: OwnDifference }) {
  const { t, format } = useTexts();
  const steps = walk(told);
  const nothing = told.cabinet_uzs === 0 && told.ours_uzs === 0 && steps.length === 0;
  if (nothing) return <Empty title={t("ownsums.no_difference")} />;
  return (
    <>
      <table className="sheet block w-full p-3 text-sm sm:p-4">
        <caption className="sr-only">{t("ownsums.part.difference")}</caption>
        <tbody className="flex flex-col">
          <End name={t("ownsums.cabinet_profit")} uzs={told.cabinet_uzs} />
          {steps.map((step) => (
            <Line key={step.cause} step={step} />
          ))}
          <End name={t("ownsums.our_profit")} uzs={told.ours_uzs} />
        </tbody>
      </table>
      <p className="text-sm text-soft">
        {t("ownsums.adds_up", {
          from: format.money(told.cabinet_uzs),
          by: signed(told.difference_uzs, format.money),
          to: format.money(told.ours_uzs),
        })}
      </p>
      {told.unknown_rows > 0 && (
        <p className="text-sm text-warn">
          <span aria-hidden="true">△ </span>
          {t("ownsums.unknown_rows", { n: told.unknown_rows })}
        </p>
      )}
    </>
  );
}

const signed = (uzs: number, money: (uzs: number) => string) => (uzs > 0 ? `+${money(uzs)}` : money(uzs));
const ROW = "grid grid-cols-[1fr_auto] items-baseline gap-x-3 py-2 lg:grid-cols-[20rem_1fr_9rem_9rem]";

function End({ name, uzs }: { name: string; uzs: number }) {
  const { format } = useTexts();
  return (
    <tr className={`${ROW} border-rule-strong font-semibold first:border-b last:border-b-0`}>
      <th scope="row" className="text-start font-semibold">
        {name}
      </th>
      <td className="max-lg:hidden" />
      <td className="max-lg:hidden" />
      <td className={`numeric ${uzs < 0 ? "text-bad" : ""}`}>{format.money(uzs)}</td>
    </tr>
  );
}

function Line({ step }: { step: Step }) {
  const { t, format } = useTexts();
  return (
    <tr className={`${ROW} border-b border-rule`}>
      <th scope="row" className="text-start font-normal">
        {t(`ownsums.cause.${step.cause}`)}
        <span className="block text-xs text-soft">
          {t(`ownsums.cause_means.${step.cause}`)}
          {step.rows !== null && ` ${t("ownsums.of_rows", { n: step.rows })}`}
        </span>
      </th>
      <td className="self-center max-lg:order-last max-lg:col-span-2" aria-hidden="true">
        <Bar step={step} />
      </td>
      <td className="numeric font-semibold">
        <span aria-hidden="true">{step.amount > 0 ? "▲ " : "▼ "}</span>
        {signed(step.amount, format.money)}
      </td>
      <td className="numeric text-soft max-lg:hidden">{format.money(step.after)}</td>
    </tr>
  );
}

function Bar({ step }: { step: Step }) {
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2.5 w-full">
      <rect width="100" height="8" className="fill-sunk" />
      <rect
        x={100 * step.from}
        width={Math.max(0.6, 100 * (step.to - step.from))}
        height="8"
        className={step.amount > 0 ? "fill-accent" : "fill-rule-strong"}
      />
    </svg>
  );
}
