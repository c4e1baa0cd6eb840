/** How far each list of each shop has been read. */
import type { OwnFeed, OwnShop } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";

const ORDER = ["skus", "orders", "fbs_orders", "returns", "invoices", "expenses"] as const;

export function FeedList({ feeds, shops }: { feeds: readonly OwnFeed[]; shops: readonly OwnShop[] }) {
  const { t } = useTexts();
  const sorted = [...feeds].sort((a, b) => ORDER.indexOf(a.feed) - ORDER.indexOf(b.feed));
  const reading = feeds.some((one) => one.reading || one.why);
  const many = new Set(feeds.map((one) => one.shop_id).filter(Boolean)).size > 1;
  const shop = (id: number | null) => shops.find((one) => one.shop_id === id)?.title;
  return (
    <details open={reading}>
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 text-sm">
        <span aria-hidden="true" className="text-soft">
          ▸
        </span>
        {t("own.progress")}
      </summary>
      <ul className="flex flex-col gap-1 pb-1 text-sm">
        {sorted.map((one) => (
          <li key={`${one.feed} ${one.shop_id}`} className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0 break-words">
              {t(`own.feed.${one.feed}`)}
              {many && one.shop_id && <span className="text-soft"> · {shop(one.shop_id)}</span>}
            </span>
            <Standing one={one} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Standing({ one }: { one: OwnFeed }) {
  const { t, format } = useTexts();
  if (one.why)
    return (
      <span className="text-warn">
        <span aria-hidden="true">△ </span>
        {t(`own.why.${one.why}`)}
      </span>
    );
  const since =
    one.back_to && !one.whole ? t("own.feed_since", { day: format.day(dayOfInstant(one.back_to)) }) : null;
  const word = one.whole ? t("own.feed_whole") : one.reading ? t("own.feed_reading") : t("own.feed_waiting");
  return (
    <span className="min-w-0 text-end text-soft max-sm:text-start">
      {[word, since].filter(Boolean).join(" ")} · {t("own.feed_rows", { n: format.count(one.rows) })}
    </span>
  );
}
