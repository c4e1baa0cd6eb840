/** How a shop's prices moved: now against what was seen last before the period, the largest change first. */
import type { PriceMove, PriceMoves } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useNow } from "@/shared/ui/useNow";
import { MOST_MOVES, MOVES_STEP, PERIODS, type Period } from "./search";

interface Props {
  moves: PriceMoves;
  /** Another period is being asked for. */
  busy: boolean;
  onPeriod: (days: Period) => void;
  onMore: (shown: number) => void;
}

export function Moves({ moves, busy, onPeriod, onMore }: Props) {
  const { t, format } = useTexts();
  const now = useNow();
  const { up, down, same, unknown, items } = moves;
  const more = Math.min(up + down, MOST_MOVES) > items.length;
  return (
    <section aria-labelledby="moves" className="flex flex-col gap-3">
      <h2 id="moves" className="text-xl">
        {t("market.moves")}
      </h2>
      <div role="group" aria-label={t("market.period")} className="flex flex-wrap gap-2">
        {PERIODS.map((days) => (
          <button
            key={days}
            type="button"
            className="chip"
            aria-pressed={moves.days === days}
            onClick={() => onPeriod(days)}
          >
            {moves.days === days && <span aria-hidden="true">✓</span>}
            {t("duration.days", { n: days })}
          </button>
        ))}
      </div>
      <p role="status" className="max-w-prose text-sm text-soft">
        {t("market.moves_since", { day: format.day(moves.since) })}{" "}
        {t("market.moves_counts", { up, down, same })}{" "}
        {unknown > 0 && t("market.moves_unknown", { n: unknown })}
      </p>
      {items.length > 0 && (
        <ul aria-busy={busy} className={`sheet divide-y divide-rule ${busy ? "opacity-60" : ""}`}>
          {items.map((move) => (
            <Move key={move.product_id} move={move} now={now} />
          ))}
        </ul>
      )}
      {more && (
        <button
          type="button"
          className="button self-center max-sm:w-full"
          disabled={busy}
          onClick={() => onMore(Math.min(items.length + MOVES_STEP, MOST_MOVES))}
        >
          {busy ? t("state.loading") : t("home.more", { shown: items.length, total: up + down })}
        </button>
      )}
    </section>
  );
}

function Move({ move, now }: { move: PriceMove; now: number }) {
  const { t, format } = useTexts();
  const title = format.title(move.titles);
  const rose = move.price_now_uzs > move.price_then_uzs;
  return (
    <li className="grid gap-x-6 gap-y-2 p-3 sm:px-4 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex min-w-0 gap-3">
        <ProductTile id={move.product_id} title={title} photoUrl={move.photo_url} />
        <ProductLink
          product={move}
          className="line-clamp-2 self-start font-medium hover:text-accent hover:underline"
        />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-3 text-sm md:w-96 md:justify-end">
        <span className="whitespace-nowrap">
          <span className="sr-only">{t("market.price_then")} </span>
          <span className="text-soft">{format.money(move.price_then_uzs)}</span>
          <span aria-hidden="true"> → </span>
          <span className="sr-only">{t("market.price_now")} </span>
          <span className="font-medium">{format.money(move.price_now_uzs)}</span>
        </span>
        <span className="font-semibold whitespace-nowrap">
          <span aria-hidden="true">{rose ? "▲ " : "▼ "}</span>
          {move.change === null ? t("estimate.unknown") : format.change(move.change)}
        </span>
        <Freshness seenAt={move.seen_at} now={now} />
      </div>
    </li>
  );
}
