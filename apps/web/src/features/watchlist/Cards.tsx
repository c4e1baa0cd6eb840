/** The watchlist on a phone: a card a product with the columns chosen, and only the cards in sight. */
import { useMemo, useRef, type ReactNode } from "react";
import type { WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useRoom } from "@/shared/ui/useWide";
import { Cell } from "./Cell";
import { HEADINGS, type Column } from "./columns";
import type { Listed } from "./listed";
import { useInSight } from "./useInSight";
import { useMore } from "./useMore";

const CARD_PX = 320;
/** These have their place on every card, whatever is chosen. */
const BELOW: ReadonlySet<Column> = new Set<Column>(["mark", "tags", "note"]);

export function Cards(props: Listed) {
  const { rows, pages, total } = props;
  const { t } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const two = useRoom("(min-width: 40rem)");
  const lines = useMemo(() => linesOf(rows, two ? 2 : 1), [rows, two]);
  const keys = useMemo(() => lines.map(([row]) => row.product_id), [lines]);
  const shown = useInSight({ name: two ? "pairs" : "cards", keys, usualPx: CARD_PX, list });
  useMore(shown.end * (two ? 2 : 1), rows.length, pages);
  return (
    <div ref={list} role="list" aria-label={t("watch.products")} className="[overflow-anchor:none]">
      <div aria-hidden="true" style={{ height: shown.before }} />
      {lines.slice(shown.first, shown.end).map((line, at) => (
        <div
          key={line[0].product_id}
          role="presentation"
          data-line={shown.first + at}
          className="grid gap-3 pb-3 sm:grid-cols-2"
        >
          {line.map((row, lane) => (
            <div
              key={row.product_id}
              role="listitem"
              aria-setsize={total}
              aria-posinset={(shown.first + at) * (two ? 2 : 1) + lane + 1}
              className="min-w-0"
            >
              <Card {...props} row={row} />
            </div>
          ))}
        </div>
      ))}
      <div aria-hidden="true" style={{ height: shown.after }} />
    </div>
  );
}

type Line = [WatchedProduct, ...WatchedProduct[]];

/** The products by what stands beside each other. */
function linesOf(rows: readonly WatchedProduct[], beside: number): Line[] {
  const found: Line[] = [];
  rows.forEach((row, at) => {
    const line = found.at(-1);
    if (line && at % beside > 0) line.push(row);
    else found.push([row]);
  });
  return found;
}

function Card({ row, columns, now, pick, below }: Listed & { row: WatchedProduct }) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  const figures = columns.filter((column) => !BELOW.has(column));
  const words = below(row);
  return (
    <article className="sheet relative flex h-full flex-col gap-3 p-3 focus-within:border-accent">
      <div className="flex gap-3">
        <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} />
        <div className="min-w-0 grow">
          <h2 className="font-sans text-base leading-snug font-medium tracking-normal">
            <ProductLink
              product={row}
              className="line-clamp-2 after:absolute after:inset-0 after:rounded-[10px]"
            />
          </h2>
          {row.state === "gone" && <p className="text-xs text-bad">✕ {t("product.gone")}</p>}
        </div>
        {pick && <div className="relative z-10 -me-2 -mt-2 shrink-0">{pick(row)}</div>}
      </div>
      {figures.length > 0 && (
        <dl className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-x-2 gap-y-2 border-t border-rule pt-2">
          {figures.map((column) => (
            <Figure key={column} label={t(HEADINGS[column])}>
              <Cell column={column} row={row} now={now} align="start" />
            </Figure>
          ))}
        </dl>
      )}
      {words && <div className="relative z-10 border-t border-rule pt-2">{words}</div>}
    </article>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  );
}
