/** One row's errors on a common scale, ours and the others', with every number in words below. */
import { useTexts } from "@/shared/texts/texts";
import { MARKS, SCALE } from "./marks";
import { percentWords } from "./percent";
import { OURS, type RuleError } from "./scores";

const WIDTH = 240;
const EDGE = 8;

const place = (wape: number) => EDGE + (WIDTH - 2 * EDGE) * Math.min(1, wape / SCALE);

export function Strip({ ours, others }: { ours: number | null; others: RuleError[] }) {
  const { t, format } = useTexts();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <svg viewBox={`0 0 ${WIDTH} 18`} aria-hidden="true" className="w-full max-w-88">
        <path d={`M${EDGE} 9H${WIDTH - EDGE}`} className="stroke-rule-strong" strokeWidth="1" />
        {others.map(({ rule, wape }) =>
          wape === null ? null : (
            <text key={rule} x={place(wape)} y="13" textAnchor="middle" className="fill-soft text-[10px]">
              {MARKS[rule]}
            </text>
          ),
        )}
        {ours !== null && (
          <text x={place(ours)} y="14" textAnchor="middle" className="fill-accent text-[13px]">
            {MARKS[OURS]}
          </text>
        )}
      </svg>
      <ul className="flex flex-wrap gap-x-2.5 text-xs text-soft">
        {others.map(({ rule, wape }) => (
          <li key={rule} className="whitespace-nowrap" title={t(`accuracy.rule.${rule}`)}>
            <span aria-hidden="true">{MARKS[rule]} </span>
            <span className="sr-only">{t(`accuracy.rule.${rule}`)}: </span>
            {percentWords(wape, format.count)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Which shape is which rule. */
export function StripLegend({ rules }: { rules: readonly (keyof typeof MARKS)[] }) {
  const { t } = useTexts();
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
      {rules.map((rule) => (
        <li key={rule}>
          <span aria-hidden="true" className={rule === OURS ? "text-accent" : ""}>
            {MARKS[rule]}{" "}
          </span>
          {t(`accuracy.rule.${rule}`)}
        </li>
      ))}
      <li>{t("accuracy.scale", { n: SCALE * 100 })}</li>
    </ul>
  );
}
