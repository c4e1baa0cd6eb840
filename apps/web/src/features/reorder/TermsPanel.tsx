/** The terms of a product as a form; what is wrong is said at its field before anything is sent. */
import { useState, type FormEvent } from "react";
import type { OrderLine, ReorderTerms } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { TermInput } from "./TermInput";
import { FIELDS, termsOf, written, LIMITS, type Faults } from "./terms";
import { useLineName } from "./useLineName";

interface Props {
  terms: ReorderTerms;
  lines: readonly OrderLine[];
  onKeep: (terms: ReorderTerms) => void;
  onClose: () => void;
}

export function TermsPanel({ terms, lines, onKeep, onClose }: Props) {
  const { t, format } = useTexts();
  const nameOf = useLineName();
  const [values, setValues] = useState(written(terms));
  const [coming, setComing] = useState<Record<string, string>>(
    Object.fromEntries(Object.entries(terms.on_order).map(([sku, pieces]) => [sku, String(pieces)])),
  );
  const [faults, setFaults] = useState<Faults>({});
  const send = (event: FormEvent) => {
    event.preventDefault();
    const read = termsOf(values, coming);
    if (read.terms) onKeep(read.terms);
    else setFaults(read.faults);
  };
  const wrong = (name: keyof Faults, limits?: readonly [number, number]) => {
    const fault = faults[name];
    if (!fault) return null;
    const [least, most] = limits ?? [0, 1_000_000];
    return fault === "number"
      ? t("reorder.wrong.number", { least: format.count(least), most: format.count(most) })
      : t(`reorder.wrong.${fault}`);
  };
  return (
    <Panel title={t("reorder.terms")} onClose={onClose}>
      <form onSubmit={send} noValidate className="flex flex-col gap-3">
        {FIELDS.map((field) => (
          <TermInput
            key={field}
            name={field}
            label={t(`reorder.field.${field}`)}
            means={t(`reorder.field_means.${field}`)}
            value={values[field]}
            wrong={wrong(field, LIMITS[field])}
            onChange={(text) => setValues({ ...values, [field]: text })}
          />
        ))}
        {lines.length > 0 && (
          <fieldset className="flex flex-col gap-3 border-t border-rule pt-3">
            <legend className="float-start w-full text-sm font-medium">{t("reorder.on_order")}</legend>
            {lines.map((line) => {
              const sku = String(line.sku_id ?? 0);
              return (
                <TermInput
                  key={sku}
                  name={`coming:${sku}`}
                  label={lines.length > 1 ? nameOf(line) : t("reorder.on_order_pieces")}
                  value={coming[sku] ?? ""}
                  wrong={wrong(`coming:${sku}`)}
                  onChange={(text) => setComing({ ...coming, [sku]: text })}
                />
              );
            })}
          </fieldset>
        )}
        <button type="submit" className="button button-main self-start">
          {t("reorder.keep")}
        </button>
      </form>
    </Panel>
  );
}
