/** Which rules watch a product, whether they are muted for it, and the way to a new one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { mutesQuery, rulesOfQuery } from "@/shared/api/alerts";
import { useSession } from "@/shared/api/session";
import type { Mutes, Product, Rule } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Dock } from "@/shared/told/Dock";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Skeleton } from "@/shared/ui/states";
import { UndoBar } from "@/shared/told/UndoBar";
import { ruleName, scopeWords } from "./conditionWords";
import { useDeeds } from "./useDeeds";

export default function ProductAlerts({ product }: { product: Product }) {
  return (
    <Gate needs="viewer">
      <Content product={product} />
      <Dock>
        <UndoBar />
      </Dock>
    </Gate>
  );
}

function Content({ product }: { product: Product }) {
  const { t } = useTexts();
  const { may } = useSession();
  const rules = useQuery(rulesOfQuery(product.product_id));
  const mutes = useQuery(mutesQuery(product.product_id));
  const id = product.product_id;
  return (
    <div className="flex flex-col gap-4">
      <Answer query={rules} skeleton={<Skeleton rows={3} height="h-12" />}>
        {({ items }) => (
          <Answer query={mutes} skeleton={<Skeleton rows={3} height="h-12" />}>
            {(muted) => <Rules product={product} rules={items} mutes={muted} />}
          </Answer>
        )}
      </Answer>
      <div className="flex flex-wrap gap-2">
        {may("analyst") && (
          <Link
            to="/alerts/rules/new"
            search={{ scope: "product", scope_id: id }}
            className="button button-main"
          >
            {t("alerts.new_for_product")}
          </Link>
        )}
        <Link to="/alerts" search={{ product: id }} className="button">
          {t("alerts.of_product")}
        </Link>
      </div>
    </div>
  );
}

function Rules({ product, rules, mutes }: { product: Product; rules: readonly Rule[]; mutes: Mutes }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const deeds = useDeeds();
  const title = format.title(product.titles) ?? t("product.untitled", { id: String(product.product_id) });
  const whole = { productId: product.product_id, title };
  const all = mutes.items.find((one) => one.rule_id === null);
  const edits = may("analyst");
  return (
    <>
      {all && (
        <p className="rounded-lg bg-warn-soft px-3 py-2 text-warn">
          △ {all.until ? t("alerts.muted_until", { at: format.instant(all.until) }) : t("alerts.muted")}
        </p>
      )}
      {rules.length === 0 ? (
        <p className="text-soft">{t("alerts.not_watched")}</p>
      ) : (
        <Link to="/alerts/rules" search={{ product: product.product_id }} className="link self-start">
          {t("alerts.watched_by", { n: rules.length })}
        </Link>
      )}
      <ul className="flex flex-col divide-y divide-rule">
        {rules.map((rule) => (
          <OneRule key={rule.rule_id} rule={rule} mutes={mutes} whole={whole} edits={edits} />
        ))}
      </ul>
      {edits && (
        <button
          type="button"
          className="button button-small self-start"
          onClick={() => void (all ? deeds.resume(whole) : deeds.stop(whole))}
        >
          {t(all ? "alerts.unmute_all" : "alerts.mute_all")}
        </button>
      )}
    </>
  );
}

interface OneProps {
  rule: Rule;
  mutes: Mutes;
  whole: { productId: number; title: string };
  edits: boolean;
}

function OneRule({ rule, mutes, whole, edits }: OneProps) {
  const say = useTexts();
  const { t, format } = say;
  const deeds = useDeeds();
  const mute = mutes.items.find((one) => one.rule_id === rule.rule_id);
  const muting = { ...whole, ruleId: rule.rule_id };
  const name = ruleName(rule, say);
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2">
      <span className="min-w-0 grow basis-52">
        <span dir="auto" className={`wrap-anywhere ${mute ? "text-soft" : ""}`}>
          {name}
        </span>
        <span dir="auto" className="block text-sm wrap-anywhere text-soft">
          {scopeWords(rule, say)}
        </span>
        {mute && (
          <span className="block text-sm text-warn">
            △ {mute.until ? t("alerts.muted_until", { at: format.instant(mute.until) }) : t("alerts.muted")}
          </span>
        )}
      </span>
      {edits && (
        <button
          type="button"
          className="button button-small"
          onClick={() => void (mute ? deeds.resume(muting) : deeds.stop(muting))}
        >
          {t(mute ? "alerts.unmute" : "alerts.mute")}
          <span className="sr-only">: {name}</span>
        </button>
      )}
    </li>
  );
}
