/** A rival: why it is one, what changed of it, and the way to take it out or back. */
import type { Rival, RivalChange } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { sameBy } from "./sameBy";

interface Props {
  rival: Rival;
  /** What can be done with it: its words, and what it does. */
  deed?: { words: string; run: () => void; pending: boolean };
}

export function RivalItem({ rival, deed }: Props) {
  const { t, format } = useTexts();
  const { product } = rival;
  const title = format.title(product.titles);
  return (
    <li className="flex items-start gap-3 py-3 max-[22rem]:flex-wrap">
      <ProductTile id={product.product_id} title={title} photoUrl={product.photo_url} />
      <div className="flex min-w-0 grow flex-col gap-1 text-sm">
        <ProductLink product={product} className="line-clamp-2 text-base font-medium hover:text-accent" />
        <p className="text-soft">
          <span dir="auto">{product.seller?.title ?? ""}</span> · {format.money(product.price_uzs)}
          {product.stock === 0 && <span className="text-bad"> · ✕ {t("stock.none")}</span>}
        </p>
        <Why rival={rival} />
        <Changed change={rival.day_1} words={t("rivals.since_yesterday")} />
        <Changed change={rival.days_7} words={t("rivals.since_week")} />
        {deed && (
          <button
            type="button"
            className="button button-small mt-1 self-start"
            disabled={deed.pending}
            aria-label={`${deed.words}: ${title ?? product.product_id}`}
            onClick={deed.run}
          >
            {deed.words}
          </button>
        )}
      </div>
      <div className="shrink-0">
        <EstimateFigure estimate={product.figures.days_7} align="end" />
        <p className="text-end text-xs text-soft">{t("rivals.units_7")}</p>
      </div>
    </li>
  );
}

function Why({ rival: { why } }: { rival: Rival }) {
  const { t, format } = useTexts();
  const reasons: string[] = [];
  if (why.same_goods) {
    const said = sameBy(t, why.same_goods);
    reasons.push(said ? t("rivals.same_goods_by", { words: said }) : t("rivals.same_goods"));
  }
  if (why.same_prices) {
    const { from_uzs: from, to_uzs: to, category } = why.same_prices;
    reasons.push(
      t("rivals.same_prices", {
        category: format.title(category.titles) ?? `№ ${category.category_id}`,
        from: from === null ? "0" : format.count(from),
        to: to === null ? "∞" : format.money(to),
      }),
    );
  }
  if (why.choice === "added") reasons.push(t("rivals.added"));
  return <p className="text-xs text-soft">{reasons.join(" · ")}</p>;
}

function Changed({ change, words }: { change: RivalChange; words: string }) {
  const { t, format } = useTexts();
  const said: string[] = [];
  const signed = (value: number, text: string) => `${value > 0 ? "▲ +" : "▼ −"}${text}`;
  const { price_change_uzs: price, stock_change: stock, reviews_change: reviews } = change;
  if (price) said.push(`${t("rivals.price")} ${signed(price, format.money(Math.abs(price)))}`);
  if (stock) said.push(`${t("rivals.stock")} ${signed(stock, format.count(Math.abs(stock)))}`);
  if (reviews) said.push(`${t("rivals.reviews")} ${signed(reviews, format.count(Math.abs(reviews)))}`);
  for (const one of ["title", "photo", "category", "seller"] as const)
    if (change.moved.includes(one)) said.push(t(`rivals.moved.${one}`));
  const nothing = price === null && stock === null ? t("rivals.not_seen") : t("rivals.same");
  return (
    <p className="text-xs">
      <span className="text-soft">{words}: </span>
      {said.length > 0 ? said.join(" · ") : <span className="text-soft">{nothing}</span>}
    </p>
  );
}
