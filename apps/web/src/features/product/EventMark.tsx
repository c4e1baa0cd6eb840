/** The shapes of events beside their words: in the legend of the drawing, and on days that need a word before they are read. */
import type { DayMark, EventKind } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { DayPoint } from "./series";
import { kindsShown, OUTLINES, shapeOf } from "./sign";

export function EventShape({ kind }: { kind: EventKind }) {
  const points = OUTLINES[shapeOf(kind)].map((point) => point.join(",")).join(" ");
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className="inline-block size-3 shrink-0" fill="currentColor">
      <polygon points={points} />
    </svg>
  );
}

export function EventLegend({ days }: { days: readonly DayPoint[] }) {
  const { t } = useTexts();
  const kinds = kindsShown(days.map((day) => day.sign));
  const quiet = days.some((day) => day.quiet);
  if (kinds.length === 0 && !quiet) return null;
  return (
    <div className="flex flex-wrap gap-x-3 gap-y-1 px-1 pt-1 text-xs text-soft">
      {kinds.length > 0 && <span>{t("events.legend")}</span>}
      <ul className="contents">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-1">
            <EventShape kind={kind} />
            {t(`event_kind.${kind}`)}
          </li>
        ))}
      </ul>
      {quiet && <span>{t("events.legend_small")}</span>}
    </div>
  );
}

const kindOf = (mark: DayMark): EventKind => (mark === "burst" ? "burst" : "sold_out");

/** A mark of a day with what it means. */
export function DayMarkNote({ mark }: { mark: DayMark }) {
  const { t } = useTexts();
  return (
    <p className="rounded-lg bg-warn-soft px-3 py-2 text-sm">
      <span className="inline-flex items-center gap-1.5 font-medium">
        <EventShape kind={kindOf(mark)} />
        {t(`day_mark.${mark}`)}.
      </span>{" "}
      {t(`day_mark.${mark}.means`)}
    </p>
  );
}

/** The same in a narrow place: the shape, and its words for whoever hears the page. */
export function DayMarkShape({ mark }: { mark: DayMark }) {
  const { t } = useTexts();
  return (
    <span className="ms-1.5 text-warn">
      <EventShape kind={kindOf(mark)} />
      <span className="sr-only">{t(`day_mark.${mark}`)}</span>
    </span>
  );
}
