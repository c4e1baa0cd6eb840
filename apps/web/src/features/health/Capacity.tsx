/** What the budget can watch, how what is watched fares with it, and what another choice or budget would bring. */
import { useQuery } from "@tanstack/react-query";
import { capacityQuery } from "@/shared/api/queries";
import type { Capacity, Prospect, Reach } from "@/shared/api/shapes";
import { inWords, NBSP, shortened } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";

export function CapacityPart() {
  const capacity = useQuery(capacityQuery);
  return (
    <Answer query={capacity} skeleton={<Skeleton rows={2} height="h-28" />}>
      {(data) => <Told capacity={data} />}
    </Answer>
  );
}

function Told({ capacity }: { capacity: Capacity }) {
  const { t, format } = useTexts();
  const { per_second, looks_an_hour, looks_a_day, now } = capacity;
  const count = (of: boolean) =>
    capacity.groups.reduce(
      (sum, group) => sum + ((group.every_seconds === null) === of ? group.products : 0),
      0,
    );
  const has = { tracked: count(true), rest: count(false) };
  const rate = format.rate(capacity.tracked_per_second + capacity.rest_per_second);
  return (
    <div className="flex flex-col gap-3">
      <div className="sheet flex flex-col gap-2 p-3 sm:p-4">
        {per_second == null || looks_an_hour == null || looks_a_day == null ? (
          <p className="text-warn">△ {t("capacity.unknown")}</p>
        ) : (
          <p className="text-lg font-semibold">
            {t("capacity.watch", {
              rate: format.rate(per_second),
              hourly: inWords(looks_an_hour),
              daily: inWords(looks_a_day),
            })}
          </p>
        )}
        <p>{t("capacity.asked", { ...has, rate })}</p>
        {now && <Fares prospect={now} has={has} />}
        {!!capacity.enough_per_second && (
          <p className="text-sm text-soft">
            {t("capacity.enough", { rate: format.rate(capacity.enough_per_second) })}
          </p>
        )}
        <Groups groups={capacity.groups} />
      </div>
      {now && <Changes capacity={capacity} has={has} />}
    </div>
  );
}

type Has = { tracked: number; rest: number };

function Fares({ prospect, has }: { prospect: Prospect; has: Has }) {
  const { t } = useTexts();
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
      {(["tracked", "rest"] as const).map((who) => (
        <div key={who} className="min-w-0">
          <dt className="inline text-soft">{t(`capacity.${who}`)}: </dt>
          <dd className="inline">
            <ReachWords reach={prospect[who]} none={has[who] === 0} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Sign and words, so that colour is never alone. */
function ReachWords({ reach, none }: { reach: Reach | null; none: boolean }) {
  const { t, format } = useTexts();
  if (none) return <span className="text-soft">{t("capacity.none")}</span>;
  if (reach === null) return <span className="text-soft">∅ {t("capacity.not_looked")}</span>;
  const every = t("capacity.every", { time: format.duration(reach.interval_seconds).replaceAll(" ", NBSP) });
  const n = shortened(reach.stretch);
  if (n <= 1) {
    return (
      <>
        <span className="text-good">✓ {t("capacity.on_time")}</span>, {every}
      </>
    );
  }
  return (
    <>
      <span className="text-warn">△ {t("capacity.stretched", { n })}</span>, {every}
    </>
  );
}

function Changes({ capacity, has }: { capacity: Capacity; has: Has }) {
  const { t, format } = useTexts();
  const row = (key: string, title: string, prospect: Prospect) => (
    <li key={key} className="grid gap-1 px-3 py-2.5 sm:px-4 lg:grid-cols-[14rem_1fr]">
      <strong>{title}</strong>
      <Fares prospect={prospect} has={has} />
    </li>
  );
  const named = (choice: Prospect) =>
    choice.collect === capacity.collect
      ? `${t(`collecting.${choice.collect}`)} (${t("capacity.now")})`
      : t(`collecting.${choice.collect}`);
  return (
    <div>
      <h3 className="font-semibold">{t("capacity.changes")}</h3>
      <p className="mb-2 text-sm text-soft">{t("capacity.changes_text")}</p>
      <ul className="sheet divide-y divide-rule text-sm">
        {(capacity.by_collect ?? []).map((one) => row(one.collect, named(one), one))}
        {(capacity.by_budget ?? []).map((one) =>
          row(String(one.per_second), t("capacity.budget", { rate: format.rate(one.per_second) }), one),
        )}
      </ul>
    </div>
  );
}

function Groups({ groups }: { groups: Capacity["groups"] }) {
  const { t, format } = useTexts();
  if (groups.length === 0) return null;
  const last = 86_400;
  const named = (every: number | null) =>
    every === null
      ? t("capacity.tracked")
      : t(every === last ? "capacity.longest" : "capacity.up_to", { time: format.duration(every) });
  return (
    <details>
      <summary className="min-h-11 py-2.5 text-sm font-medium">{t("capacity.groups")}</summary>
      <ul className="divide-y divide-rule text-sm">
        {groups.map((group) => (
          <li
            key={group.every_seconds ?? 0}
            className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-1.5"
          >
            <span className="min-w-40">{named(group.every_seconds)}</span>
            <span className="numeric">{t("home.total", { n: group.products })}</span>
            <span className="numeric">
              {t("capacity.per_second", { rate: format.rate(group.per_second) })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
