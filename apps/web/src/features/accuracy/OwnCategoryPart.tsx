/** One category of an own shop: what was learned there, and how held-out days fared without and with it, by speed of sales. */
import type { OwnCategory, Scores } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ownCells, type OwnCell } from "./ownCells";
import { percentWords } from "./percent";

const TERMS = ["wape", "bias", "cover"] as const;

export function OwnCategoryPart({ one }: { one: OwnCategory }) {
  const { t, format } = useTexts();
  const widths = [...one.width_days, ...one.width_windows].filter((width) => width !== 1);
  const { category } = one;
  const times = (factor: number) => format.count(Math.round(factor * 100) / 100);
  const title = format.title(category.titles) ?? `№ ${category.category_id}`;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold wrap-anywhere">
        {title}{" "}
        <span className="text-xs font-normal text-soft">
          {t("ownfit.seen", { days: one.days, products: one.products })}
        </span>{" "}
        {one.in_force && <span className="text-xs font-normal text-good">✓ {t("ownfit.in_force")}</span>}
      </h3>
      <p className="text-sm">
        {t(`ownfit.why.${one.why}`)}{" "}
        {[
          one.factor === 1 ? null : t("ownfit.factor", { n: times(one.factor) }),
          widths.length === 0
            ? null
            : t("ownfit.widths", {
                from: times(Math.min(...widths)),
                to: times(Math.max(...widths)),
              }),
        ]
          .filter((part) => part !== null)
          .join("; ")}
      </p>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {ownCells(one.held_out).map((cell) => (
          <Cell key={cell.name} cell={cell} />
        ))}
      </ul>
    </section>
  );
}

function Cell({ cell }: { cell: OwnCell }) {
  const { t, lookUp } = useTexts();
  const name =
    cell.band === null
      ? t(cell.weeks ? "ownfit.weeks" : "ownfit.days")
      : t("ownfit.band", { n: lookUp(`accuracy.band.${cell.band}`) ?? cell.band });
  return (
    <li className="sheet flex min-w-0 flex-col gap-2 p-3">
      <p className="font-medium">
        {name}{" "}
        <span className="text-xs font-normal text-soft">{t("accuracy.rows", { n: cell.before.n })}</span>
      </p>
      <dl className="grid grid-cols-3 gap-x-2 text-sm">
        {TERMS.map((term) => (
          <div key={term} className="flex min-w-0 flex-col">
            <dt className="text-xs text-soft">{t(`accuracy.term.${term}`)}</dt>
            <dd>
              <Change term={term} cell={cell} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Change({ term, cell }: { term: (typeof TERMS)[number]; cell: OwnCell }) {
  const { t, format } = useTexts();
  const told = (scores: Scores) => percentWords(scores[term], format.count, term);
  const [before, after] = [told(cell.before), told(cell.after)];
  return before === after ? before : t("ownfit.change", { before, after });
}
