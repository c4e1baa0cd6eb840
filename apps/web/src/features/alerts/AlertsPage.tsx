/** What was found, newest first, by days; what was not seen yet is marked, and counts as seen from then on. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { alertsQuery, rulesQuery } from "@/shared/api/alerts";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Frame } from "./Frame";
import { More } from "./More";
import type { AlertsSearch } from "./search";

const FoundDays = lazy(() => import("./FoundDays").then((part) => ({ default: part.FoundDays })));
const Filters = lazy(() => import("./Filters").then((part) => ({ default: part.Filters })));
const Nothing = lazy(() => import("./Nothing").then((part) => ({ default: part.Nothing })));

const route = getRouteApi("/alerts");

export function AlertsPage() {
  const { t } = useTexts();
  const { session } = useSession();
  return (
    <Frame title={t("alerts.title")} text={t("alerts.text")}>
      <Found key={session?.org_id} />
    </Frame>
  );
}

function Found() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<AlertsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const rules = useQuery(rulesQuery);
  const found = useInfiniteQuery({
    ...alertsQuery({ open: search.open && "true", rule_id: search.rule, product_id: search.product }),
    placeholderData: keepPreviousData,
  });
  const filtered = [search.open, search.rule, search.product].some((one) => one !== undefined);
  return (
    <>
      <Suspense fallback={<Skeleton rows={1} height="h-16" />}>
        <Filters search={search} rules={rules.data?.items ?? []} onChange={change} />
      </Suspense>
      <Answer query={found} skeleton={<Skeleton rows={4} height="h-32" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Suspense fallback={<Skeleton rows={1} height="h-36" />}>
                <Nothing filtered={filtered} rules={rules} onAll={() => void navigate({ search: {} })} />
              </Suspense>
            );
          return (
            <section
              aria-label={t("alerts.found")}
              aria-busy={found.isPlaceholderData}
              className={`flex flex-col gap-4 ${found.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <Suspense fallback={<Skeleton rows={4} height="h-32" />}>
                <FoundDays items={items} first={pages[0]} whole={!filtered} />
                <More list={found} />
              </Suspense>
            </section>
          );
        }}
      </Answer>
    </>
  );
}
