/** What to order of one's own goods, by their true stock and what they truly sold, the most urgent first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { OwnReorder } from "@/shared/api/shapes";
import { Cost, Due, Pieces, Quantity } from "@/features/reorder/Due";
import { useTexts } from "@/shared/texts/texts";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { ordersQuery } from "./queries";
import { Sum } from "./Sum";
import { useSums } from "./useSums";

export default function Orders() {
  const { t } = useTexts();
  const { search } = useSums();
  const list = useInfiniteQuery(ordersQuery({ shop_id: search.shop }));
  return (
    <section aria-label={t("ownsums.part.orders")} className="flex flex-col gap-3">
      <p className="max-w-prose text-sm text-soft">
        {t("ownsums.orders_text")}{" "}
        <Link to="/reorder" className="link">
          {t("ownsums.to_reorder")}
        </Link>
      </p>
      <Answer query={list} skeleton={<Skeleton rows={3} height="h-32" />}>
        {({ pages }) => {
          const [first] = pages;
          if (!first || first.total === 0) return <Empty title={t("ownsums.no_orders")} />;
          const rows = pages.flatMap((page) => page.items);
          return (
            <>
              <Together list={first} />
              <ol className="grid gap-3 lg:grid-cols-2">
                {rows.map((row) => (
                  <li key={row.product_id} className="sheet flex min-w-0 flex-col gap-2 p-3 sm:p-4">
                    <Row row={row} />
                  </li>
                ))}
              </ol>
              <ShowMore list={list} shown={rows.length} total={first.total} />
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function Together({ list }: { list: OwnReorder }) {
  const { t, format } = useTexts();
  return (
    <div className="sheet flex flex-col gap-2 p-3 sm:p-4">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3 text-sm">
        <Sum
          name={t("reorder.due_now")}
          value={t("reorder.of", { n: format.count(list.due), all: format.count(list.total) })}
          basis="inferred"
        />
        {list.due > 0 && <Quantity label={t("reorder.together")} pieces={list.pieces} />}
        {list.due > 0 && <Cost cost={list.cost_uzs} />}
      </dl>
      {list.unpriced > 0 && (
        <p className="text-sm text-soft">{t("reorder.unpriced", { n: list.unpriced })}</p>
      )}
      {list.left_out > 0 && (
        <p className="text-sm text-warn">{t("reorder.left_out", { n: list.left_out })}</p>
      )}
    </div>
  );
}

function Row({ row }: { row: OwnReorder["items"][number] }) {
  const { t, format } = useTexts();
  const { plan } = row;
  const [only] = plan.lines;
  return (
    <>
      <Link
        to="/p/$id"
        params={{ id: String(row.product_id) }}
        dir="auto"
        className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
      >
        {row.title ?? `№ ${row.product_id}`}
      </Link>
      <p className="text-sm text-soft">
        {t("ownsums.sold_28", { n: row.units_28 })}
        {row.level !== null && ` · ${t("ownsums.level", { times: `×${format.rate(row.level)}` })}`}
      </p>
      {plan.no_plan ? (
        <p className="text-sm text-soft">{t(`reorder.no_plan.${plan.no_plan}`)}</p>
      ) : (
        <>
          <Due dates={plan} due={plan.due > 0} horizon={plan.horizon_days} />
          <dl className="grid grid-cols-2 gap-3 text-sm">
            {only && plan.lines.length === 1 ? (
              <Pieces line={only} />
            ) : (
              plan.due > 0 && <Quantity label={t("reorder.pieces")} pieces={plan.pieces} />
            )}
            {plan.due > 0 && <Cost cost={plan.cost_uzs} />}
          </dl>
        </>
      )}
    </>
  );
}
