/** What a link shows to whoever has it; the secret stands behind the # and is sent nowhere but to our api. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import type { SharedList } from "@/shared/api/shapes";
import { sharedQuery } from "@/shared/api/watchlist";
import { DEFAULT_SORT, type Sort } from "@/shared/sorts";
import { useTexts } from "@/shared/texts/texts";
import { ProductRows } from "@/shared/ui/ProductRows";
import { ShowMore } from "@/shared/ui/ShowMore";
import { SortField } from "@/shared/ui/SortField";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";

const SECRET = /^[\w-]{8,200}$/;

export function SharedPage() {
  // It stays in the address, which no server sees, so that the page can be opened again.
  const secret = useLocation().hash;
  return SECRET.test(secret) ? <Shared key={secret} secret={secret} /> : <Ended incomplete />;
}

function Shared({ secret }: { secret: string }) {
  const { t } = useTexts();
  const [sort, setSort] = useState<Sort>(DEFAULT_SORT);
  const list = useInfiniteQuery({ ...sharedQuery(secret, sort), placeholderData: keepPreviousData });
  const { error } = list;
  // A page that was read before says nothing of a link that has ended meanwhile.
  if (error instanceof ApiProblem && error.problem.key === "error.link_spent") return <Ended />;
  return (
    <Answer query={list} skeleton={<Opening />}>
      {({ pages }) => {
        const head = pages[0];
        const rows = pages.flatMap((page) => page.items);
        if (!head) return null;
        return (
          <div className="flex flex-col gap-4">
            <Head list={head} />
            {rows.length === 0 ? (
              <Empty title={t("shared.empty")} />
            ) : (
              <section aria-label={t("home.list")} aria-busy={list.isPlaceholderData}>
                <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
                  <p role="status" className="text-sm text-soft">
                    {t("home.total", { n: head.total })}
                  </p>
                  <SortField sort={sort} onSort={(next) => setSort(next ?? DEFAULT_SORT)} />
                </div>
                <ProductRows rows={rows} sort={sort} onSort={setSort} />
                <ShowMore list={list} shown={rows.length} total={head.total} />
              </section>
            )}
          </div>
        );
      }}
    </Answer>
  );
}

function Head({ list }: { list: SharedList }) {
  const { t, format } = useTexts();
  const name = list.list_name ?? t("shared.everything");
  usePageTitle(name);
  return (
    <>
      <div>
        <h1 dir="auto" className="text-2xl wrap-anywhere sm:text-3xl">
          {name}
        </h1>
        <p className="mt-1 text-soft wrap-anywhere">
          {t("shared.of", { organisation: list.organisation, at: format.instant(list.expires_at) })}
        </p>
      </div>
      <p className="rounded-lg bg-accent-soft px-3 py-2 text-sm">{t("shared.public")}</p>
    </>
  );
}

function Opening() {
  const { t } = useTexts();
  usePageTitle(t("shared.title"));
  return (
    <>
      <h1 className="sr-only">{t("shared.title")}</h1>
      <Skeleton rows={5} height="h-24" />
    </>
  );
}

function Ended({ incomplete = false }: { incomplete?: boolean }) {
  const { t } = useTexts();
  usePageTitle(t("shared.title"));
  return (
    <>
      <h1 className="sr-only">{t("shared.title")}</h1>
      <Empty title={t(incomplete ? "shared.incomplete" : "shared.ended")}>
        <p className="max-w-prose text-soft">
          {t(incomplete ? "shared.incomplete_text" : "shared.ended_text")}
        </p>
        <Link to="/" className="button button-main">
          {t("shared.market")}
        </Link>
      </Empty>
    </>
  );
}
