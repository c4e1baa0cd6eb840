/** A rule is written, or changed. Its fields come with the kinds of conditions there are, side by side. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, type ComponentProps } from "react";
import { readId } from "@/shared/address";
import { ruleKindsQuery, rulesQuery } from "@/shared/api/alerts";
import { useSession } from "@/shared/api/session";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { Frame } from "./Frame";

const fields = Promise.all([import("./RuleForm"), openBook("rules")]).then(([form]) => form);
// Where it does not come, the page says so when it is drawn.
fields.catch(console.info);
const RuleForm = lazy(() => fields);

function Form(props: ComponentProps<typeof RuleForm>) {
  return (
    <Suspense fallback={<Skeleton rows={4} />}>
      <RuleForm {...props} />
    </Suspense>
  );
}

const newRoute = getRouteApi("/alerts/rules/new");
const ruleRoute = getRouteApi("/alerts/rules/$ruleId");

export function NewRulePage() {
  const { t } = useTexts();
  const { session } = useSession();
  const asked = newRoute.useSearch();
  const kinds = useQuery(ruleKindsQuery);
  return (
    <Frame title={t("rule.new")}>
      <Gate needs="analyst">
        <Answer query={kinds} skeleton={<Skeleton rows={4} />}>
          {({ items }) => <Form key={session?.org_id} kinds={items} asked={asked} />}
        </Answer>
      </Gate>
    </Frame>
  );
}

export function ChangeRulePage() {
  const { t } = useTexts();
  const id = readId(ruleRoute.useParams().ruleId);
  const rules = useQuery(rulesQuery);
  const kinds = useQuery(ruleKindsQuery);
  return (
    <Frame title={t("rule.edit")}>
      <Gate needs="analyst">
        <Answer query={kinds} skeleton={<Skeleton rows={4} />}>
          {({ items }) => (
            <Answer query={rules} skeleton={<Skeleton rows={4} />}>
              {(known) => {
                const rule = known.items.find((one) => one.rule_id === id);
                return rule ? (
                  <Form key={rule.rule_id} kinds={items} asked={{}} rule={rule} />
                ) : (
                  <NoSuchRule />
                );
              }}
            </Answer>
          )}
        </Answer>
      </Gate>
    </Frame>
  );
}

function NoSuchRule() {
  const { t } = useTexts();
  return (
    <Empty title={t("rule.gone")}>
      <Link to="/alerts/rules" className="button button-main">
        {t("alerts.all_rules")}
      </Link>
    </Empty>
  );
}
