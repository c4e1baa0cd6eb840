/** What the page asks of reports. What a worker is busy with is asked for again until it is done. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import type { Report, ReportRuns, Reports, ReportSchedules } from "@/shared/api/shapes";

const BUSY_MS = 2_000;
const QUIET_MS = 60_000;
const personal = { meta: { personal: true } } as const;

export const isBusy = ({ state }: Report): boolean => state === "waiting" || state === "running";

export const reportsQuery = queryOptions({
  queryKey: ["reports", "made"],
  queryFn: ({ signal }) => get<Reports>("/reports", {}, signal),
  refetchInterval: ({ state }) => (state.data?.items.some(isBusy) ? BUSY_MS : paced(QUIET_MS)()),
  ...personal,
});

export const schedulesQuery = queryOptions({
  queryKey: ["reports", "schedules"],
  queryFn: ({ signal }) => get<ReportSchedules>("/report-schedules", {}, signal),
  refetchInterval: paced(QUIET_MS),
  ...personal,
});

export const runsQuery = (id: number) =>
  queryOptions({
    queryKey: ["reports", "runs", id],
    queryFn: ({ signal }) => get<ReportRuns>(`/report-schedules/${id}/runs`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(
        ({ report, deliveries }) => isBusy(report) || deliveries.some((one) => one.state === "waiting"),
      )
        ? BUSY_MS
        : false,
    ...personal,
  });
