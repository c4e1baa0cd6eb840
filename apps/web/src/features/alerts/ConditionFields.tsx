/** One to five conditions: what is compared, with which limit, over how long; and whether all must hold or any. */
import type { RuleKind } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Switch } from "@/shared/ui/Switch";
import {
  conditionOf,
  MOST_CONDITIONS,
  offered,
  takesLimit,
  type Draft,
  type DraftCondition,
  type Wrong,
} from "./draft";
import { OneProduct, ProductFinder, WrongHere } from "./ScopePicker";

interface Props {
  draft: Draft;
  kinds: RuleKind[];
  wrongs: Wrong[];
  onChange: (part: Partial<Draft>) => void;
}

export function ConditionFields({ draft, kinds, wrongs, onChange }: Props) {
  const { t } = useTexts();
  const { conditions } = draft;
  const may = offered(kinds, draft.scope);
  const put = (next: DraftCondition) =>
    onChange({ conditions: conditions.map((one) => (one.key === next.key ? next : one)) });
  const first = may[0];
  return (
    <section className="sheet flex min-w-0 flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 className="text-lg">{t("rule.conditions")}</h2>
      {conditions.length > 1 && (
        <Switch
          label={t("rule.together")}
          choices={[
            ["all", t("rule.all")],
            ["any", t("rule.any")],
          ]}
          chosen={draft.needsAll ? "all" : "any"}
          onChoose={(one) => onChange({ needsAll: one === "all" })}
        />
      )}
      {conditions.map((one, at) => (
        <Fields
          key={one.key}
          at={at + 1}
          condition={one}
          kinds={may}
          wrong={wrongs
            .filter((each) => each.at === "condition" && each.key === one.key)
            .map(({ what }) => what)}
          onChange={put}
          onRemove={
            conditions.length > 1
              ? () => onChange({ conditions: conditions.filter(({ key }) => key !== one.key) })
              : undefined
          }
        />
      ))}
      {conditions.length < MOST_CONDITIONS && first && (
        <button
          type="button"
          className="button button-small self-start"
          onClick={() => onChange({ conditions: [...conditions, conditionOf(first)] })}
        >
          + {t("rule.add")}
        </button>
      )}
    </section>
  );
}

interface FieldsProps {
  at: number;
  condition: DraftCondition;
  kinds: RuleKind[];
  wrong: Wrong["what"][];
  onChange: (next: DraftCondition) => void;
  onRemove: (() => void) | undefined;
}

function Fields({ at, condition, kinds, wrong, onChange, onRemove }: FieldsProps) {
  const { t, lookUp, format } = useTexts();
  const kind = kinds.find((one) => one.kind === condition.kind);
  const groups = [...new Set(kinds.map((one) => one.group))];
  const choose = (name: string) => {
    const next = kinds.find((one) => one.kind === name);
    if (next) onChange({ ...conditionOf(next), key: condition.key });
  };
  const chooseUnit = (unit: string) => {
    const usual = kind?.units.find((one) => one.unit === unit)?.usual ?? 0;
    onChange({ ...condition, unit, limit: String(usual) });
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 border-t border-rule pt-3">
      <legend className="sr-only">{t("rule.condition", { n: at })}</legend>
      <div className="flex flex-wrap items-end gap-2">
        <label className="flex min-w-0 grow basis-full flex-col gap-1 text-sm text-soft sm:basis-56">
          {t("rule.kind")}
          <select
            className="field w-full text-base text-ink"
            value={condition.kind}
            onChange={(event) => choose(event.target.value)}
          >
            {!kind && <option value={condition.kind}>{condition.kind}</option>}
            {groups.map((group) => (
              <optgroup key={group} label={lookUp(`rule.group_${group}`) ?? group}>
                {kinds
                  .filter((one) => one.group === group)
                  .map((one) => (
                    <option key={one.kind} value={one.kind}>
                      {lookUp(`rule.kind_${one.kind}`) ?? one.kind}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        {kind && takesLimit(kind) && (
          <label className="flex min-w-0 grow basis-28 flex-col gap-1 text-sm text-soft">
            {t("rule.limit")}
            <input
              type="text"
              inputMode="decimal"
              maxLength={20}
              autoComplete="off"
              className="field w-full text-base text-ink"
              aria-invalid={wrong.includes("limit")}
              value={condition.limit}
              onChange={(event) => onChange({ ...condition, limit: event.target.value })}
            />
          </label>
        )}
        {kind && takesLimit(kind) && (
          <label className="flex min-w-0 grow basis-28 flex-col gap-1 text-sm text-soft">
            {t("rule.unit")}
            <select
              className="field w-full text-base text-ink"
              value={condition.unit}
              disabled={kind.units.length < 2}
              onChange={(event) => chooseUnit(event.target.value)}
            >
              {kind.units.map(({ unit }) => (
                <option key={unit} value={unit}>
                  {lookUp(`rule.unit_${unit}`) ?? unit}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind && kind.days.length > 1 && (
          <label className="flex min-w-0 grow basis-32 flex-col gap-1 text-sm text-soft">
            {t("rule.days")}
            <select
              className="field w-full text-base text-ink"
              value={condition.days}
              onChange={(event) => onChange({ ...condition, days: Number(event.target.value) })}
            >
              {kind.days.map((days) => (
                <option key={days} value={days}>
                  {t("duration.days", { n: days })}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p className="text-sm text-soft">{lookUp(`rule.help_${condition.kind}`)}</p>
      {kind?.other &&
        (condition.other ? (
          <OneProduct id={condition.other} onDrop={() => onChange({ ...condition, other: undefined })} />
        ) : (
          <ProductFinder label={t("rule.other")} onPick={(other) => onChange({ ...condition, other })} />
        ))}
      {wrong.includes("limit") && kind && (
        <WrongHere>
          {t("rule.wrong_limit", { least: format.count(kind.least), most: format.count(kind.most) })}
        </WrongHere>
      )}
      {wrong.includes("other") && <WrongHere>{t("rule.wrong_other")}</WrongHere>}
      {wrong.includes("mixed") && <WrongHere>{t("rule.wrong_mixed")}</WrongHere>}
      {onRemove && (
        <button type="button" className="button button-small self-start" onClick={onRemove}>
          {t("rule.remove")}
          <span className="sr-only">: {at}</span>
        </button>
      )}
    </fieldset>
  );
}
