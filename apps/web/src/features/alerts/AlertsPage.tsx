/** What was found, newest first, by days; what was not seen yet is marked, and counts as seen from then on. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { alertsQuery, rulesQuery, unreadQuery } from "@/shared/api/alerts";
import { post } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { Alert, Alerts, Unread } from "@/shared/api/shapes";
import { addDays, dayOfInstant } from "@/shared/format/days";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { AlertRow } from "./AlertRow";
import { byDay } from "./days";
import { Frame } from "./Frame";
import { More } from "./More";
import type { AlertsSearch } from "./search";

const ruled = async <T,>(part: Promise<T>): Promise<T> => (await Promise.all([part, openBook("ruled")]))[0];
const Filters = lazy(() => ruled(import("./Filters")).then((part) => ({ default: part.Filters })));
const Nothing = lazy(() => ruled(import("./Nothing")).then((part) => ({ default: part.Nothing })));
const RuleLine = lazy(() => ruled(import("./RuleLine")).then((part) => ({ default: part.RuleLine })));

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
              <Days items={items} first={pages[0]} whole={!filtered} />
              <More list={found} />
            </section>
          );
        }}
      </Answer>
    </>
  );
}

/** What was not seen when it first came stays marked while the page is open. */
function useFresh(items: readonly Alert[]): ReadonlySet<number> {
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const more = items.filter((one) => one.unread && !fresh.has(one.alert_id));
  if (more.length > 0) setFresh(new Set([...fresh, ...more.map((one) => one.alert_id)]));
  return fresh;
}

function Days({ items, first, whole }: { items: Alert[]; first: Alerts | undefined; whole: boolean }) {
  const { t, format } = useTexts();
  const now = useNow();
  const fresh = useFresh(items);
  const today = dayOfInstant(new Date(now).toISOString());
  const called = (day: string) =>
    day === today
      ? t("alerts.today")
      : day === addDays(today, -1)
        ? t("alerts.yesterday")
        : format.dayWithWeekday(day);
  return (
    <>
      <Read newest={items[0]} unread={first?.unread ?? 0} byItself={whole} />
      {byDay(items, (one) => one.opened_at).map(({ day, rows }) => (
        <section key={`${day}-${rows[0]?.alert_id}`} className="flex flex-col gap-2">
          <h2 className="text-lg">{called(day)}</h2>
          <ul className="flex flex-col gap-2">
            {rows.map((one) => (
              <AlertRow
                key={one.alert_id}
                alert={one}
                fresh={fresh.has(one.alert_id)}
                rule={
                  <Suspense fallback={"\u00a0"}>
                    <RuleLine alert={one} />
                  </Suspense>
                }
                now={now}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Seen is what stood on the page; where only some are shown, one says so oneself. */
function Read(props: { newest: Alert | undefined; unread: number; byItself: boolean }) {
  const { newest, unread, byItself } = props;
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const reading = useMutation({
    mutationFn: (id: number) => post<Unread>("/alerts/read", { alert_id: id }),
    onSuccess: (answer) => client.setQueryData(unreadQuery.queryKey, answer),
  });
  const { mutate } = reading;
  const id = unread > 0 ? newest?.alert_id : undefined;
  useEffect(() => {
    if (byItself && id !== undefined) mutate(id);
  }, [byItself, id, mutate]);
  if (reading.isError)
    return (
      <p role="alert" className="text-sm text-bad">
        ✕ {problem(reading.error)}
      </p>
    );
  if (byItself || id === undefined || reading.isSuccess) return null;
  return <p className="text-sm text-soft">{t("alerts.unread_elsewhere", { n: unread })}</p>;
}
