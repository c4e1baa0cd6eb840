/** The rules: those that come with tracking first, each switched with one tap, and how often it fired. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { rulesOfQuery, rulesQuery } from "@/shared/api/alerts";
import { useSession } from "@/shared/api/session";
import type { Rule, Rules as RuleList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { ruleName, rulesWords, scopeWords } from "./conditionWords";
import { Frame } from "./Frame";
import { useDeeds } from "./useDeeds";

const route = getRouteApi("/alerts/rules");

export function RulesPage() {
  const { t } = useTexts();
  return (
    <Frame title={t("rule.title")} text={t("rule.text")}>
      <Rules />
    </Frame>
  );
}

function Rules() {
  const { t } = useTexts();
  const { may } = useSession();
  const { product } = route.useSearch();
  const all = useQuery({ ...rulesQuery, enabled: product === undefined });
  const some = useQuery({ ...rulesOfQuery(product ?? 0), enabled: product !== undefined });
  const edits = may("analyst");
  if (product !== undefined) return <OfProduct rules={some} edits={edits} />;
  return (
    <Answer query={all} skeleton={<Skeleton rows={4} height="h-24" />}>
      {({ items, most }) => (
        <>
          {edits && items.length < most && items.length > 0 && (
            <Link to="/alerts/rules/new" className="button button-main self-start">
              {t("rule.new")}
            </Link>
          )}
          {items.length >= most && <p className="text-sm text-warn">△ {t("rule.full", { n: most })}</p>}
          {items.length === 0 ? (
            <Empty title={t("alerts.no_rules")}>
              <p className="max-w-prose text-soft">{t("alerts.no_rules_text")}</p>
              {edits && (
                <Link to="/alerts/rules/new" className="button button-main">
                  {t("rule.first")}
                </Link>
              )}
            </Empty>
          ) : (
            <Rows items={items} edits={edits} />
          )}
        </>
      )}
    </Answer>
  );
}

/** Those that watch one product, and the way back to all of them. */
function OfProduct({ rules, edits }: { rules: UseQueryResult<RuleList>; edits: boolean }) {
  const { t } = useTexts();
  return (
    <Answer query={rules} skeleton={<Skeleton rows={4} height="h-24" />}>
      {({ items }) => (
        <>
          <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
            {items.length === 0 ? t("alerts.not_watched") : t("alerts.watched_by", { n: items.length })}
            <Link to="/alerts/rules" className="link">
              {t("alerts.show_all")}
            </Link>
          </p>
          <Rows items={items} edits={edits} />
        </>
      )}
    </Answer>
  );
}

function Rows({ items, edits }: { items: readonly Rule[]; edits: boolean }) {
  return (
    <ul className="flex flex-col gap-2">
      {items.map((rule) => (
        <Row key={rule.rule_id} rule={rule} edits={edits} />
      ))}
    </ul>
  );
}

function Row({ rule, edits }: { rule: Rule; edits: boolean }) {
  const say = useTexts();
  const { t, format } = say;
  const deeds = useDeeds();
  const now = useNow();
  const name = ruleName(rule, say);
  return (
    <li className="sheet flex flex-col gap-2 p-3 sm:px-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2
            dir="auto"
            className={`font-sans text-base leading-snug font-medium tracking-normal wrap-anywhere ${rule.enabled ? "" : "text-soft"}`}
          >
            {name}
          </h2>
          <p dir="auto" className="text-sm wrap-anywhere text-soft">
            {rule.name ? `${rulesWords(rule, say)} · ` : ""}
            {scopeWords(rule, say)}
          </p>
        </div>
        <label className="-my-1 flex min-h-11 shrink-0 items-center gap-2 text-sm">
          <input
            type="checkbox"
            role="switch"
            className="size-5 accent-accent"
            checked={rule.enabled}
            disabled={!edits}
            aria-label={t("rule.on_of", { name })}
            onChange={(event) => void deeds.enable(rule, event.target.checked)}
          />
          <span aria-hidden="true">{t(rule.enabled ? "rule.on" : "rule.off")}</span>
        </label>
      </div>
      <p className="flex flex-wrap gap-x-3 text-sm text-soft">
        {rule.standard && <span className="font-medium text-accent">{t("rule.standard")}</span>}
        {rule.fired_30 > 0 ? (
          <Link to="/alerts" search={{ rule: rule.rule_id }} className="link">
            {t("rule.fired_30", { n: rule.fired_30 })}
          </Link>
        ) : (
          <span>{t("rule.never")}</span>
        )}
        {rule.last_at && <span>{t("rule.last", { age: format.age(rule.last_at, now) })}</span>}
        {rule.open > 0 && <span>{t("rule.open", { n: rule.open })}</span>}
      </p>
      {edits && (
        <div className="flex flex-wrap gap-1.5">
          <Link
            to="/alerts/rules/$ruleId"
            params={{ ruleId: String(rule.rule_id) }}
            className="button button-small"
          >
            {t("rule.change")}
            <span className="sr-only">: {name}</span>
          </Link>
          {/* What comes with tracking is switched off, not deleted. */}
          {!rule.standard && (
            <button type="button" className="button button-small" onClick={() => void deeds.deleteRule(rule)}>
              {t("rule.delete")}
              <span className="sr-only">: {name}</span>
            </button>
          )}
        </div>
      )}
    </li>
  );
}
