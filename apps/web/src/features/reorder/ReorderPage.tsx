/** What to order of one's own goods, the most urgent first, within one purse. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { Dock } from "@/shared/told/Dock";
import { UndoBar } from "@/shared/told/UndoBar";
import { Gate } from "@/shared/ui/Gate";
import { PriceField } from "@/shared/ui/PriceField";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { reorderQuery, toFilters } from "./queries";
import { ReorderRows } from "./ReorderRows";
import { DEFAULT_SORT, SORTS, type ReorderSearch, type ReorderSort } from "./search";
import { Sums } from "./Sums";

const ORDERS = {
  urgency: "reorder.sort.urgency",
  "-cost": "reorder.sort.cost",
  "-pieces": "reorder.sort.pieces",
  "-lost": "reorder.sort.lost",
} as const satisfies Record<ReorderSort, TextKey>;
const route = getRouteApi("/reorder");

export function ReorderPage() {
  const { t } = useTexts();
  usePageTitle(t("reorder.title"));
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("reorder.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("reorder.subtitle")}</p>
      </div>
      <Gate needs="viewer">
        <Own />
        <Dock>
          <UndoBar />
        </Dock>
      </Gate>
    </div>
  );
}

function Own() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery({ ...reorderQuery(toFilters(search)), placeholderData: keepPreviousData });
  const change = (part: Partial<ReorderSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return (
    <>
      <Choices search={search} onChange={change} />
      <Answer query={list} skeleton={<Skeleton rows={4} height="h-32" />}>
        {({ pages }) => {
          const [first] = pages;
          if (!first) return null;
          if (first.own === 0) return <NothingOwn />;
          return (
            <section
              aria-label={t("reorder.title")}
              aria-busy={list.isPlaceholderData}
              className={`flex flex-col gap-3 ${list.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <Sums list={first} />
              {first.total === 0 ? (
                <Empty title={t("reorder.nothing_due")} />
              ) : (
                <>
                  <ReorderRows rows={pages.flatMap((page) => page.items)} />
                  <ShowMore
                    list={list}
                    shown={pages.reduce((sum, page) => sum + page.items.length, 0)}
                    total={first.total}
                  />
                </>
              )}
            </section>
          );
        }}
      </Answer>
    </>
  );
}

function Choices(props: { search: ReorderSearch; onChange: (part: Partial<ReorderSearch>) => void }) {
  const { search, onChange } = props;
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <PriceField label={t("reorder.purse")} value={search.purse} onChange={(purse) => onChange({ purse })} />
      <label className="flex min-w-0 flex-col gap-1 text-xs text-soft sm:basis-60">
        {t("sort.label")}
        <select
          className="field w-full text-base text-ink"
          value={search.sort ?? DEFAULT_SORT}
          onChange={(event) => {
            const sort = event.target.value as ReorderSort;
            onChange({ sort: sort === DEFAULT_SORT ? undefined : sort });
          }}
        >
          {SORTS.map((each) => (
            <option key={each} value={each}>
              {t(ORDERS[each])}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="chip"
        aria-pressed={search.due === "yes"}
        onClick={() => onChange({ due: search.due ? undefined : "yes" })}
      >
        {t("reorder.only_due")}
      </button>
      <div className="flex basis-full flex-wrap text-sm text-soft">
        <Term word={t("reorder.purse_how")} text={t("reorder.purse_means")} />
      </div>
    </div>
  );
}

function NothingOwn() {
  const { t } = useTexts();
  return (
    <Empty title={t("reorder.none_own")}>
      <p className="max-w-prose text-sm text-soft">{t("reorder.none_own_text")}</p>
      <Link to="/watchlist" className="button button-main">
        {t("nav.watchlist")}
      </Link>
    </Empty>
  );
}
