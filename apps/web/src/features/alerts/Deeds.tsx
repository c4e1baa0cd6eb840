/** What can be done about an alert: see why, be left alone with it, change its rule. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import type { Alert } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { useDeeds } from "./useDeeds";
import { whyOf } from "./words";

export function Deeds({ alert, title }: { alert: Alert; title: string }) {
  const { t } = useTexts();
  const { may } = useSession();
  const deeds = useDeeds();
  const { subject, told } = alert;
  const product = subject.kind === "product";
  const muting = { productId: subject.id, title, ruleId: alert.rule_id };
  const day = dayOfInstant(told.seen_at ?? alert.opened_at);
  return (
    <div className="flex flex-wrap gap-1.5">
      {product && (
        <Link
          to="/p/$id"
          params={{ id: String(subject.id) }}
          search={whyOf(told, day)}
          className="button button-small"
        >
          {t("alerts.why")}
          <span className="sr-only">: {title}</span>
        </Link>
      )}
      {may("analyst") && (
        <>
          {product && (
            <Deed words={t("alerts.snooze")} title={title} onClick={() => void deeds.snooze(muting)} />
          )}
          <Link
            to="/alerts/rules/$ruleId"
            params={{ ruleId: String(alert.rule_id) }}
            className="button button-small"
          >
            {t("alerts.change_rule")}
            <span className="sr-only">: {title}</span>
          </Link>
          {product && <Deed words={t("alerts.stop")} title={title} onClick={() => void deeds.stop(muting)} />}
        </>
      )}
    </div>
  );
}

function Deed({ words, title, onClick }: { words: string; title: string; onClick: () => void }) {
  return (
    <button type="button" className="button button-small" onClick={onClick}>
      {words}
      <span className="sr-only">: {title}</span>
    </button>
  );
}
