/** The error of every rule over all rows, as bars with their numbers; each unit alike, and each kind of product alike. */
import { useTexts } from "@/shared/texts/texts";
import { SCALE } from "./marks";
import { percentWords } from "./percent";
import { OTHERS, OURS, overallErrors, type ByRule } from "./scores";
import type { Span } from "./terms";

export function Rivals({ scores, span }: { scores: ByRule; span: Span }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="rivals" className="flex min-w-0 flex-col gap-3 border-t border-rule pt-4">
      <div>
        <h2 id="rivals" className="text-xl">
          {t("accuracy.rivals")}
        </h2>
        <p className="max-w-prose text-sm text-soft">{t("accuracy.rivals_text")}</p>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {(["all", "mean"] as const).map((cell) => (
          <Bars
            key={cell}
            title={t(cell === "all" ? "accuracy.pooled" : "accuracy.alike_chart")}
            errors={overallErrors(scores, span, cell)}
          />
        ))}
      </div>
      <dl className="grid gap-x-6 gap-y-1 text-sm lg:grid-cols-2">
        {OTHERS.filter((rule) => scores[rule]).map((rule) => (
          <div key={rule}>
            <dt className="inline font-medium">{t(`accuracy.rule.${rule}`)}: </dt>
            <dd className="inline text-soft">{t(`accuracy.rule_text.${rule}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Bars({ title, errors }: { title: string; errors: ReturnType<typeof overallErrors> }) {
  const { t, format, lookUp } = useTexts();
  return (
    <table className="sheet block w-full p-3 text-sm sm:p-4">
      <caption className="block pb-2 text-start font-semibold">
        {title} <span className="font-normal text-soft">· {t("accuracy.scale", { n: SCALE * 100 })}</span>
      </caption>
      <tbody className="grid gap-y-2">
        {errors.map(({ rule, wape }) => (
          <tr
            key={rule}
            className="grid grid-cols-[1fr_auto] items-center gap-x-3 sm:grid-cols-[11rem_1fr_4rem]"
          >
            <th scope="row" className={`text-start ${rule === OURS ? "font-semibold" : "font-normal"}`}>
              {lookUp(`accuracy.rule.${rule}`) ?? rule}
            </th>
            <td className="max-sm:order-last max-sm:col-span-2">
              <Bar wape={wape} ours={rule === OURS} />
            </td>
            <td className={`numeric ${rule === OURS ? "font-semibold" : ""}`}>
              {percentWords(wape, format.count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ wape, ours }: { wape: number | null; ours: boolean }) {
  const share = Math.min(1, (wape ?? 0) / SCALE);
  const beyond = wape !== null && wape > SCALE;
  return (
    <span className="flex items-center gap-1" aria-hidden="true">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2.5 min-w-0 grow">
        <rect width="100" height="8" className="fill-sunk" />
        <rect width={100 * share} height="8" className={ours ? "fill-accent" : "fill-rule-strong"} />
      </svg>
      <span className="w-2 text-xs text-soft">{beyond ? "›" : ""}</span>
    </span>
  );
}
