/** Nothing was found: without rules the way to one, else what is being watched. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import type { Rules } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Empty } from "@/shared/ui/states";
import { ruleName, scopeWords } from "./conditionWords";

interface Props {
  filtered: boolean;
  rules: { data: Rules | undefined };
  onAll: () => void;
}

const SHOWN = 4;

export function Nothing({ filtered, rules, onAll }: Props) {
  const say = useTexts();
  const { t } = say;
  const { may } = useSession();
  if (filtered)
    return (
      <Empty title={t("home.nothing")}>
        <button type="button" className="button button-main" onClick={onAll}>
          {t("alerts.show_all")}
        </button>
      </Empty>
    );
  const on = (rules.data?.items ?? []).filter((rule) => rule.enabled);
  if (on.length === 0)
    return (
      <Empty title={t("alerts.no_rules")}>
        <p className="max-w-prose text-soft">{t("alerts.no_rules_text")}</p>
        {may("analyst") && (
          <Link to="/alerts/rules/new" className="button button-main">
            {t("rule.first")}
          </Link>
        )}
      </Empty>
    );
  return (
    <Empty title={t("alerts.none")}>
      <p className="max-w-prose text-soft">{t("alerts.none_text", { n: on.length })}</p>
      <ul className="flex max-w-prose flex-col gap-1 text-start text-sm">
        {on.slice(0, SHOWN).map((rule) => (
          <li key={rule.rule_id} dir="auto" className="wrap-anywhere">
            ✓ {ruleName(rule, say)} <span className="text-soft">({scopeWords(rule, say)})</span>
          </li>
        ))}
      </ul>
      <Link to="/alerts/rules" className="button">
        {t("alerts.all_rules")}
      </Link>
    </Empty>
  );
}
