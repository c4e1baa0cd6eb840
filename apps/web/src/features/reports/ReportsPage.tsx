/** Reports as PDF: one made now, those that come by themselves, and those that were made. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useId, type ReactNode } from "react";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { NewReport } from "./NewReport";
import { reportsQuery, schedulesQuery } from "./queries";
import { ReportRow } from "./ReportRow";
import { ScheduleCard } from "./ScheduleCard";

const route = getRouteApi("/reports");

export function ReportsPage() {
  const { t } = useTexts();
  usePageTitle(t("reports.title"));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("reports.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("reports.subtitle")}</p>
      </div>
      <Gate needs="viewer">
        <Own />
      </Gate>
    </div>
  );
}

function Own() {
  const { t } = useTexts();
  const { may } = useSession();
  const search = route.useSearch();
  const made = useQuery(reportsQuery);
  const schedules = useQuery(schedulesQuery);
  const edits = may("analyst");
  return (
    <>
      {edits && <NewReport key={`${search.kind ?? ""} ${search.id ?? ""}`} search={search} />}
      <Part title={t("reports.schedules")}>
        <Answer query={schedules} skeleton={<Skeleton rows={1} height="h-28" />}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-soft">{t("reports.no_schedules")}</p>
            ) : (
              <ul className="flex flex-col gap-3">
                {items.map((one) => (
                  <ScheduleCard key={one.schedule_id} schedule={one} edits={edits} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Part>
      <Part title={t("reports.made")}>
        <Answer query={made} skeleton={<Skeleton rows={3} height="h-16" />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t("reports.none")}>
                <p className="max-w-prose text-soft">{t("reports.none_text")}</p>
              </Empty>
            ) : (
              <ul className="flex flex-col gap-2">
                {items.map((one) => (
                  <ReportRow key={one.report_id} report={one} edits={edits} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}
