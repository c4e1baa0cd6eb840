/** What each variant brought and took: found by words, in an order of one's own, a page at a time. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTexts } from "@/shared/texts/texts";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { useWide } from "@/shared/ui/useWide";
import { GoodCards, GoodTable } from "./GoodRows";
import { goodsQuery } from "./queries";
import { GOOD_SORTS, toSpan, type GoodSort } from "./search";
import { SearchField } from "./SearchField";
import { TakeTable } from "./TakeTable";
import { useSums } from "./useSums";

export default function Goods() {
  const { t, format } = useTexts();
  const { search, change } = useSums();
  const wide = useWide();
  const asked = { ...toSpan(search), q: search.q.trim() || undefined, sort: search.sort };
  const list = useInfiniteQuery({ ...goodsQuery(asked), placeholderData: keepPreviousData });
  const sortBy = (sort: GoodSort) => change({ sort: sort === "-revenue" ? undefined : sort });
  return (
    <section aria-label={t("ownsums.part.goods")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <SearchField value={search.q} onChange={(q) => change({ q: q || undefined })} />
        {!wide && (
          <label className="flex min-w-0 flex-col gap-1 text-xs text-soft">
            {t("sort.label")}
            <select
              className="field text-base text-ink"
              value={search.sort}
              onChange={(event) => sortBy(event.target.value as GoodSort)}
            >
              {GOOD_SORTS.map((sort) => (
                <option key={sort} value={sort}>
                  {t(`ownsums.sort.${sort.slice(1) as "units"}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Answer query={list} skeleton={<Skeleton rows={5} height="h-24" />}>
        {({ pages }) => {
          const [first] = pages;
          if (!first || first.total === 0)
            return (
              <Empty title={t(search.q ? "ownsums.none_found" : "ownsums.no_goods")}>
                <p className="max-w-prose text-sm text-soft">
                  {t(search.q ? "ownsums.none_found_text" : "ownsums.not_read_text")}
                </p>
              </Empty>
            );
          const rows = pages.flatMap((page) => page.items);
          return (
            <div
              aria-busy={list.isPlaceholderData}
              className={`flex flex-col gap-3 ${list.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
                <p role="status" className="text-sm text-soft">
                  {t("ownsums.goods_sum", {
                    n: first.total,
                    units: format.count(first.sum.units),
                    revenue: format.money(first.sum.revenue_uzs),
                  })}
                </p>
                <TakeTable table="own_goods" filters={asked} />
              </div>
              {wide ? (
                <GoodTable rows={rows} sort={search.sort} onSort={sortBy} />
              ) : (
                <GoodCards rows={rows} />
              )}
              <ShowMore list={list} shown={rows.length} total={first.total} />
            </div>
          );
        }}
      </Answer>
    </section>
  );
}
