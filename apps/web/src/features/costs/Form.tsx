/** Everything that is put in, by what it is about. What few people need is folded away. */
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { CostAnswer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Switch } from "@/shared/ui/Switch";
import { AmountField } from "./AmountField";
import { CHOICES, fieldOf, type ChoiceName, type FieldName } from "./fields";
import { type Amount, type Inputs } from "./inputs";

const KeepRate = lazy(() => import("./KeepRate").then((part) => ({ default: part.KeepRate })));

interface Props {
  inputs: Inputs;
  answer: CostAnswer | undefined;
  mayKeep: boolean;
  onChange: (inputs: Inputs) => void;
}

const PAYERS = ["vat", "vat_zero"];

export function Form({ inputs, answer, mayKeep, onChange }: Props) {
  const { t, lookUp } = useTexts();
  const [kept, setKept] = useState<{ rate: string; amount: Amount } | null>(null);
  const { choices, amounts } = inputs;
  const abroad = choices.from === "abroad";
  const set = (name: FieldName, amount: Amount | undefined) => {
    onChange({ ...inputs, amounts: { ...amounts, [name]: amount } });
  };
  const field = (name: FieldName) => {
    const { rate } = fieldOf(name);
    return (
      <AmountField
        key={name}
        name={name}
        amount={amounts[name]}
        choices={choices}
        used={answer?.used.find((each) => each.input === name)}
        missing={answer?.unknown.includes(name) && !amounts[name]}
        onChange={(amount) => set(name, amount)}
        onKeep={
          mayKeep && rate ? (amount) => setKept({ rate: rate(choices, inputs.category), amount }) : undefined
        }
      />
    );
  };
  const choice = (name: ChoiceName) => (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-soft">{t(`costs.choice.${name}`)}</span>
      <Switch
        label={t(`costs.choice.${name}`)}
        choices={CHOICES[name].map((each) => [each, lookUp(`costs.pick.${name}.${each}`) ?? each] as const)}
        chosen={choices[name]}
        onChoose={(chosen) => onChange({ ...inputs, choices: { ...choices, [name]: chosen } })}
      />
    </div>
  );
  // Asked for in sight only where goods lie so long that it counts.
  const stored =
    amounts.storage_litre_day !== undefined || answer?.unknown.includes("storage_litre_day") === true;
  const paysVat = PAYERS.includes(choices.tax);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Section title={t("costs.section.sale")}>
        <Fields>{(["price", "units_a_day", "quantity", "litres"] as const).map(field)}</Fields>
        {choice("size")}
      </Section>
      <Section title={t("costs.section.purchase")}>
        {choice("from")}
        {abroad ? (
          <>
            {choice("currency")}
            <Fields>{(["abroad.price", "abroad.weight_kg"] as const).map(field)}</Fields>
            {choice("way")}
            <More title={t("costs.more.freight")}>
              {choices.way === "container"
                ? field("abroad.per_m3")
                : (["abroad.per_kg", "abroad.kg_per_m3"] as const).map(field)}
              {(["abroad.least", "abroad.lead_days", "abroad.insurance_pct"] as const).map(field)}
            </More>
            <More title={t("costs.more.customs")}>
              {(["abroad.duty_pct", "abroad.duty_per_kg", "abroad.vat_pct", "abroad.broker"] as const).map(
                field,
              )}
              {field("abroad.other")}
            </More>
            <More title={t("costs.more.exchange")}>
              {choices.currency !== "usd" && field("abroad.rate_uzs")}
              {field("abroad.usd_uzs")}
            </More>
          </>
        ) : (
          <Fields>
            {field("purchase")}
            {paysVat && field("purchase_vat_pct")}
            {field("lead_days")}
          </Fields>
        )}
      </Section>
      <Section title={t("costs.section.market")}>
        <Fields>
          {(["commission_pct", "logistics"] as const).map(field)}
          {stored && field("storage_litre_day")}
        </Fields>
        {choice("payout")}
        <More title={t("costs.more.storage")}>
          {!stored && field("storage_litre_day")}
          {(["free_days", "payout_pct"] as const).map(field)}
        </More>
      </Section>
      <Section title={t("costs.section.tax")}>
        {choice("tax")}
        <More title={t("costs.more.tax")}>{field(paysVat ? "vat_pct" : "turnover_pct")}</More>
      </Section>
      <Section title={t("costs.section.own")}>
        <Fields>{(["packaging", "advertising_pct", "returns_pct", "fixed"] as const).map(field)}</Fields>
        <More title={t("costs.more.own")}>
          {(["advertising", "return_each", "spoiled_pct", "other"] as const).map(field)}
        </More>
      </Section>
      <Suspense fallback={null}>{kept && <KeepRate {...kept} onClose={() => setKept(null)} />}</Suspense>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="sheet flex min-w-0 flex-col gap-4 p-3 sm:p-4">
      <h2 className="text-lg">{title}</h2>
      {children}
    </section>
  );
}

const Fields = ({ children }: { children: ReactNode }) => (
  <div className="grid min-w-0 items-start gap-x-4 gap-y-4 sm:grid-cols-2">{children}</div>
);

function More({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="link flex min-h-11 items-center text-sm">{title}</summary>
      <div className="pt-2">
        <Fields>{children}</Fields>
      </div>
    </details>
  );
}
