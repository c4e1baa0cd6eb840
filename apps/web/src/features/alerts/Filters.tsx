/** All that was found, or what still holds; by one rule, of one product. */
import type { Rule } from "@/shared/api/shapes";
import { readId } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { Switch } from "@/shared/ui/Switch";
import { ruleName } from "./conditionWords";
import type { AlertsSearch } from "./search";

interface Props {
  search: AlertsSearch;
  rules: readonly Rule[];
  onChange: (part: Partial<AlertsSearch>) => void;
}

export function Filters({ search, rules, onChange }: Props) {
  const say = useTexts();
  const { t } = say;
  const lost = search.rule !== undefined && !rules.some((one) => one.rule_id === search.rule);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Switch
        label={t("alerts.which")}
        choices={[
          ["all", t("alerts.all")],
          ["open", t("alerts.open")],
        ]}
        chosen={search.open ? "open" : "all"}
        onChoose={(one) => onChange({ open: one === "open" ? "yes" : undefined })}
      />
      <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-80">
        {t("alerts.rule")}
        <select
          className="field w-full text-base text-ellipsis text-ink"
          value={search.rule ?? ""}
          onChange={(event) => onChange({ rule: readId(event.target.value) })}
        >
          <option value="">{t("alerts.every_rule")}</option>
          {lost && <option value={search.rule}>№ {search.rule}</option>}
          {rules.map((rule) => (
            <option key={rule.rule_id} value={rule.rule_id}>
              {shortened(ruleName(rule, say))}
            </option>
          ))}
        </select>
      </label>
      {search.product && (
        <button
          type="button"
          className="chip"
          aria-pressed="true"
          onClick={() => onChange({ product: undefined })}
        >
          {t("alerts.one_product")}
          <span aria-hidden="true">✕</span>
          <span className="sr-only">{t("filter.remove")}</span>
        </button>
      )}
    </div>
  );
}

const MOST_LETTERS = 30;

const shortened = (words: string): string =>
  words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;
