/** One change on the shelf in words: what it was, what it is, and between which looks it happened. */
import type { ShelfChange } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";

const LOOKS = {
  price_down: { shape: "▼", colour: "" },
  price_up: { shape: "▲", colour: "" },
  sold_out: { shape: "✕", colour: "text-bad" },
  back_in_stock: { shape: "✓", colour: "text-good" },
  gone: { shape: "✕", colour: "text-bad" },
} as const;

export function ChangeLine({ change, now }: { change: ShelfChange; now: number }) {
  const { t, format } = useTexts();
  const { shape, colour } = LOOKS[change.kind];
  return (
    <span className="flex flex-col">
      <span className={colour || "text-ink"}>
        <span aria-hidden="true">{shape} </span>
        {words()}
      </span>
      <span className="flex flex-wrap gap-x-2 text-xs">
        {change.mark && <span className="font-medium">{t(`today.mark_${change.mark}`)}</span>}
        <Freshness seenAt={change.after_at} now={now} />
        <span>{t("today.before", { time: format.instant(change.before_at) })}</span>
      </span>
    </span>
  );

  function words(): string {
    const { kind, before, after } = change;
    if ((kind === "price_up" || kind === "price_down") && before !== null && after !== null) {
      const share = before > 0 ? ` (${format.change(after / before - 1)})` : "";
      return t("today.price", { before: format.money(before), after: format.money(after) }) + share;
    }
    if (kind === "back_in_stock") return t("today.back", { n: format.count(after) });
    return t(kind === "gone" ? "product.gone" : "stock.none");
  }
}
