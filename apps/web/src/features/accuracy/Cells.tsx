/** Scores by speed, gap and trouble: a table where there is room, cards below that; sorted by any of them. */
import { useTexts } from "@/shared/texts/texts";
import { useWide } from "@/shared/ui/useWide";
import { CellCards } from "./CellCards";
import { CellTable } from "./CellTable";
import { KINDS, OTHERS, OURS, rowsOf, sorted, type ByRule } from "./scores";
import { TERMS, type Span, type Term } from "./terms";
import { StripLegend } from "./Strip";
import { Terms } from "./Terms";

export function Cells(props: {
  scores: ByRule;
  span: Span;
  sort: Term | undefined;
  onSort: (term: Term | "") => void;
}) {
  const { scores, span, sort, onSort } = props;
  const { t } = useTexts();
  const wide = useWide();
  const List = wide ? CellTable : CellCards;
  return (
    <section aria-labelledby="cells" className="flex min-w-0 flex-col gap-4 border-t border-rule pt-4">
      <h2 id="cells" className="text-xl">
        {t("accuracy.cells")}
      </h2>
      <Terms />
      {!wide && <SortField sort={sort} onSort={onSort} />}
      <StripLegend rules={[OURS, ...OTHERS.filter((rule) => scores[rule])]} />
      {KINDS.map((kind) => {
        const rows = sorted(rowsOf(scores, span, kind), sort);
        return rows.length === 0 ? null : (
          <List key={kind} title={t(`accuracy.by_${kind}`)} rows={rows} sort={sort} onSort={onSort} />
        );
      })}
    </section>
  );
}

function SortField({ sort, onSort }: { sort: Term | undefined; onSort: (term: Term | "") => void }) {
  const { t } = useTexts();
  return (
    <label className="flex flex-wrap items-center gap-2 text-sm text-soft">
      {t("accuracy.sort")}
      <select
        className="field text-ink"
        value={sort ?? ""}
        onChange={(event) => onSort(TERMS.find((term) => term === event.target.value) ?? "")}
      >
        <option value="">{t("accuracy.as_is")}</option>
        {TERMS.map((term) => (
          <option key={term} value={term}>
            {t(`accuracy.term.${term}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
