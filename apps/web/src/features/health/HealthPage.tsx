/** Is collection healthy, is anything lost? Each part says what it shows and what a bad value means. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dataHealthQuery } from "@/shared/api/queries";
import type { DataHealth } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Alarms } from "./Alarms";
import { CapacityPart } from "./Capacity";
import { CollectingPart } from "./Collecting";
import { Coverage } from "./Coverage";
import { Discovery } from "./Discovery";
import { Disk } from "./Disk";
import { Fact } from "./Fact";
import { Failures, Jobs } from "./Jobs";
import { Night } from "./Night";
import { Outcomes } from "./Outcomes";
import { Quarantine, UnknownFields } from "./Quarantine";
import { Sources } from "./Sources";

export function HealthPage() {
  const { t } = useTexts();
  usePageTitle(t("health.title"));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("health.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("health.subtitle")}</p>
        <Link to="/status" className="link inline-flex min-h-11 items-center">
          {t("health.status")}
        </Link>
      </div>
      <Gate needs="operator">
        <Content />
      </Gate>
    </div>
  );
}

function Content() {
  const health = useQuery(dataHealthQuery);
  return (
    <Answer query={health} skeleton={<Skeleton rows={5} height="h-36" />}>
      {(data) => <Parts health={data} />}
    </Answer>
  );
}

function Parts({ health }: { health: DataHealth }) {
  return (
    <>
      <Alarms alarms={health.alarms} />
      <Totals health={health} />
      <Part title="collecting.title" text="collecting.text">
        <CollectingPart />
      </Part>
      <Part title="capacity.title" text="capacity.text">
        <CapacityPart />
      </Part>
      <Part title="health.coverage" text="health.coverage_text">
        <Coverage days={health.coverage} />
      </Part>
      <Part title="health.outcomes" text="health.outcomes_text">
        <Outcomes hours={health.outcomes} />
      </Part>
      <Part title="health.sources" text="health.sources_text">
        <Sources sources={health.sources} now={Date.parse(health.now)} />
      </Part>
      <Part title="health.waiting" text="health.waiting_text">
        <Waiting health={health} />
      </Part>
      <Part title="discovery.title" text="discovery.text">
        <Discovery walk={health.discovery} />
      </Part>
      <Part title="night.title" text="night.text">
        <Night />
      </Part>
      <Part title="health.disk" text="health.disk_text">
        <Disk />
      </Part>
      <Part title="health.quarantine" text="health.quarantine_text" count={health.quarantine.open}>
        <Quarantine items={health.quarantine.items} />
      </Part>
      <Part title="health.unknown" text="health.unknown_text" count={health.unknown_fields.length}>
        <UnknownFields fields={health.unknown_fields} />
      </Part>
      <Part title="health.jobs" text="health.jobs_text">
        <Jobs jobs={health.jobs} />
      </Part>
      <Part title="health.failures" text="health.failures_text" count={health.failures.length}>
        <Failures failures={health.failures} />
      </Part>
    </>
  );
}

function Part(props: { title: TextKey; text: TextKey; count?: number; children: ReactNode }) {
  const { t, format } = useTexts();
  return (
    <section aria-labelledby={props.title} className="flex min-w-0 flex-col gap-3 border-t border-rule pt-4">
      <div>
        <h2 id={props.title} className="text-xl">
          {t(props.title)}{" "}
          {props.count ? (
            <span className="text-base font-normal text-soft">{format.count(props.count)}</span>
          ) : null}
        </h2>
        <p className="max-w-prose text-sm text-soft">{t(props.text)}</p>
      </div>
      {props.children}
    </section>
  );
}

function Totals({ health }: { health: DataHealth }) {
  const { t, format } = useTexts();
  const { from, to } = health.days;
  return (
    <dl className="sheet grid grid-cols-2 lg:grid-cols-4">
      <Total name={t("health.products")} value={format.count(health.products)} />
      <Total name={t("health.tracked")} value={format.count(health.tracked)} />
      <Total name={t("health.looks_24h")} value={format.count(health.observations_24h)} />
      <Total
        name={t("health.days")}
        value={from && to ? `${format.day(from)} – ${format.day(to)}` : t("estimate.unknown")}
        small
      />
    </dl>
  );
}

function Total({ name, value, small = false }: { name: string; value: string; small?: boolean }) {
  return (
    <div className="flex min-w-0 flex-col border-rule p-3 odd:border-e max-lg:nth-[n+3]:border-t sm:p-4 lg:not-last:border-e">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className={small ? "mt-1 font-semibold" : "text-2xl font-semibold"}>{value}</dd>
    </div>
  );
}

function Waiting({ health }: { health: DataHealth }) {
  const { t, format } = useTexts();
  const { waiting, queue } = health;
  const oldest = waiting.oldest_due_seconds;
  return (
    <dl className="sheet flex flex-wrap gap-x-8 gap-y-3 p-3 sm:p-4">
      <Fact name={t("health.due")} value={format.count(waiting.due)} />
      <Fact name={t("health.oldest")} value={oldest === null ? "—" : format.duration(oldest)} />
      <Fact name={t("health.leased")} value={format.count(waiting.leased)} />
      {queue ? (
        <>
          <Fact name={t("health.queue_waiting")} value={format.count(queue.waiting)} />
          <Fact name={t("health.queue_active")} value={format.count(queue.active)} />
          <Fact name={t("health.queue_delayed")} value={format.count(queue.delayed)} />
        </>
      ) : (
        <p className="text-sm text-warn">△ {t("health.queue_away")}</p>
      )}
    </dl>
  );
}
