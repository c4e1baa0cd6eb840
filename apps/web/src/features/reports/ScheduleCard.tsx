/** A report that comes by itself: when, where to, its last and next run, and what can be done with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patch, post, remove } from "@/shared/api/client";
import type { ReportSchedule, ScheduleChange } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { useProblemText } from "@/shared/ui/states";
import { Runs } from "./Runs";
import { useSubject } from "./useSubject";

export function ScheduleCard({ schedule, edits }: { schedule: ReportSchedule; edits: boolean }) {
  const { t, format } = useTexts();
  const [open, setOpen] = useState(false);
  const { last, next_at: next, schedule_id: id } = schedule;
  return (
    <li className="sheet flex flex-col gap-2 px-3 py-3 sm:px-4">
      <p dir="auto" className="font-medium wrap-anywhere">
        {useSubject()(schedule)}
      </p>
      <p className="text-sm">{useRhythm(schedule)}</p>
      <p className="text-sm text-soft wrap-anywhere">{useWhereTo(schedule)}</p>
      <p className="text-sm text-soft">
        {next ? t("reports.next", { at: format.instant(next) }) : t("reports.paused")}
        {" · "}
        {last
          ? `${t("reports.last", { at: format.instant(last.asked_at) })}, ${t(`reports.state.${last.state}`)}`
          : t("reports.never")}
      </p>
      {edits && <Deeds schedule={schedule} />}
      <button
        type="button"
        className="link min-h-11 self-start text-sm"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t("reports.runs")}
      </button>
      {open && <Runs id={id} />}
    </li>
  );
}

function useRhythm({ every, weekday, month_day: day, hour }: ReportSchedule): string {
  const { t } = useTexts();
  const on = { day: "", week: t("date.weekdays_short").split(" ")[weekday] ?? "", month: String(day) }[every];
  return [t(`reports.every.${every}`), on, `${String(hour).padStart(2, "0")}:00`].filter(Boolean).join(", ");
}

function useWhereTo({ channels, others }: ReportSchedule): string {
  const { t } = useTexts();
  const named = channels.map(
    (one) =>
      [t(`reports.to.${one.kind}`), one.name].filter(Boolean).join(": ") +
      (one.ended ? ` (${t("reports.ended")})` : ""),
  );
  if (others > 0) named.push(t("reports.others", { n: others }));
  return `${t("reports.channels")}: ${named.join(", ") || t("reports.nowhere")}`;
}

function Deeds({ schedule: { schedule_id: id, paused } }: { schedule: ReportSchedule }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const path = `/report-schedules/${id}`;
  const onSettled = () => client.invalidateQueries({ queryKey: ["reports"] });
  const changing = useMutation({ mutationFn: (wish: ScheduleChange) => patch(path, wish), onSettled });
  const sending = useMutation({ mutationFn: () => post(`${path}/send`), onSettled });
  const deleting = useMutation({ mutationFn: () => remove(path), onSettled });
  const error = changing.error ?? sending.error ?? deleting.error;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button button-small"
          disabled={sending.isPending}
          onClick={() => sending.mutate()}
        >
          {t("reports.send")}
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={changing.isPending}
          onClick={() => changing.mutate({ paused: !paused })}
        >
          {t(paused ? "reports.resume" : "reports.pause")}
        </button>
        <Confirm
          button={t("reports.delete")}
          title={t("reports.delete_schedule")}
          text={t("reports.delete_schedule_text")}
          yes={t("reports.delete")}
          disabled={deleting.isPending}
          onYes={() => deleting.mutate()}
        />
      </div>
      <p role="status" className="text-sm">
        {sending.isSuccess && t("reports.sent_now")}
      </p>
      {error && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(error)}
        </p>
      )}
    </>
  );
}
