/** What was found, day by day, and that it was seen. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { rulesQuery, unreadQuery } from "@/shared/api/alerts";
import { post } from "@/shared/api/client";
import type { Alert, Alerts, Unread } from "@/shared/api/shapes";
import { addDays, dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { AlertRow } from "./AlertRow";
import { ruleName } from "./conditionWords";
import { byDay } from "./days";

/** What was not seen when it first came stays marked while the page is open. */
function useFresh(items: readonly Alert[]): ReadonlySet<number> {
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const more = items.filter((one) => one.unread && !fresh.has(one.alert_id));
  if (more.length > 0) setFresh(new Set([...fresh, ...more.map((one) => one.alert_id)]));
  return fresh;
}

export function FoundDays({
  items,
  first,
  whole,
}: {
  items: Alert[];
  first: Alerts | undefined;
  whole: boolean;
}) {
  const say = useTexts();
  const { t, format } = say;
  const now = useNow();
  const fresh = useFresh(items);
  const rules = useQuery(rulesQuery).data?.items ?? [];
  const today = dayOfInstant(new Date(now).toISOString());
  const called = (day: string) =>
    day === today
      ? t("alerts.today")
      : day === addDays(today, -1)
        ? t("alerts.yesterday")
        : format.dayWithWeekday(day);
  const named = (alert: Alert) => {
    const rule = rules.find((one) => one.rule_id === alert.rule_id);
    return rule ? ruleName(rule, say) : alert.rule_name || `№ ${alert.rule_id}`;
  };
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
                rule={named(one)}
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
