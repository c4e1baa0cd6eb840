/** When a report comes by itself, and where to. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { channelsQuery } from "@/shared/api/alerts";
import type { ScheduleWish } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Choice } from "./Choice";

const EVERY = ["week", "day", "month"] as const;
type Every = (typeof EVERY)[number];
const MONTH_DAYS = Array.from({ length: 28 }, (_, day) => String(day + 1));
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));
const USUAL_HOUR = "9";

type Rhythm = Pick<ScheduleWish, "every" | "hour" | "weekday" | "month_day" | "only_changed" | "channels">;

/** What the fields hold. */
export function rhythmFrom(given: FormData): Rhythm {
  return {
    every: EVERY.find((one) => one === given.get("every")) ?? "week",
    hour: Number(given.get("hour") ?? USUAL_HOUR),
    weekday: Number(given.get("weekday") ?? 0),
    month_day: Number(given.get("month_day") ?? 1),
    only_changed: given.get("only_changed") !== null,
    channels: given.getAll("channel").map(Number),
  };
}

export function ScheduleFields() {
  const { t } = useTexts();
  const [every, setEvery] = useState<Every>("week");
  const weekdays = t("date.weekdays_short").split(" ");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        <Choice
          name="every"
          label={t("reports.every")}
          value={every}
          options={EVERY.map((one) => [one, t(`reports.every.${one}`)] as const)}
          onChange={setEvery}
        />
        {every === "week" && (
          <Choice
            name="weekday"
            label={t("reports.weekday")}
            options={weekdays.map((words, day) => [String(day), words] as const)}
          />
        )}
        {every === "month" && (
          <Choice
            name="month_day"
            label={t("reports.month_day")}
            options={MONTH_DAYS.map((day) => [day, day] as const)}
          />
        )}
        <Choice
          name="hour"
          label={t("reports.hour")}
          initial={USUAL_HOUR}
          options={HOURS.map((hour) => [hour, `${hour.padStart(2, "0")}:00`] as const)}
        />
      </div>
      <Channels />
      <label className="flex min-h-11 items-center gap-2">
        <input type="checkbox" name="only_changed" defaultChecked className="size-5 accent-accent" />
        {t("reports.only_changed")}
      </label>
    </div>
  );
}

function Channels() {
  const { t } = useTexts();
  const channels = useQuery(channelsQuery);
  return (
    <fieldset className="flex flex-col">
      <legend className="text-sm text-soft">{t("reports.channels")}</legend>
      <Answer query={channels} skeleton={<Skeleton rows={1} height="h-11" />}>
        {({ items }) => {
          const open = items.filter((one) => one.ended_at === null);
          return (
            <>
              {open.map((one) => (
                <label key={one.channel_id} className="flex min-h-11 items-center gap-2 wrap-anywhere">
                  <input
                    type="checkbox"
                    name="channel"
                    value={one.channel_id}
                    className="size-5 shrink-0 accent-accent"
                  />
                  {[t(`reports.to.${one.kind}`), one.name || (one.kind === "email" ? one.address : "")]
                    .filter(Boolean)
                    .join(": ")}
                </label>
              ))}
              {open.length === 0 && <p className="text-sm text-soft">{t("reports.no_channels")}</p>}
              <Link to="/alerts/channels" className="link inline-flex min-h-11 items-center text-sm">
                {t("reports.to_channels")}
              </Link>
            </>
          );
        }}
      </Answer>
    </fieldset>
  );
}
