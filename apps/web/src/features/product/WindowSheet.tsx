/** "Where does this number come from?" of 7 or 28 days: the closed days it is the sum of, each with the way to its own reasons. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { salesQuery } from "@/shared/api/queries";
import type { DaySales, Estimate } from "@/shared/api/shapes";
import { addDays } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Panel } from "@/shared/ui/Panel";
import { Answer, Skeleton } from "@/shared/ui/states";

interface Props {
  id: number;
  /** How many closed days, and the last of them. */
  days: number;
  last: string;
  units: Estimate;
  revenue: Estimate;
  onDay: (day: string) => void;
  onClose: () => void;
}

export default function WindowSheet({ id, days, last, units, revenue, onDay, onClose }: Props) {
  const { t, format } = useTexts();
  const first = addDays(last, 1 - days);
  const sales = useQuery(salesQuery(id, { from: first, to: last }));
  return (
    <Panel
      title={t("why.window_title", { n: days, from: format.day(first), to: format.day(last) })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap gap-x-8 gap-y-3">
          <div>
            <p className="text-sm text-soft">{t("readout.units")}</p>
            <EstimateFigure estimate={units} size="large" copies />
          </div>
          <div>
            <p className="text-sm text-soft">{t("readout.revenue")}</p>
            <EstimateFigure estimate={revenue} kind="revenue" size="large" copies />
          </div>
        </div>
        <div className="flex max-w-prose flex-col gap-2 text-sm">
          <p>{t("why.window_sum", { n: days })}</p>
          {units.known_days < days && (
            <p>
              {units.point === null
                ? t("why.window_few", { known: units.known_days, n: days })
                : t("why.window_gaps", { known: units.known_days, n: days })}
            </p>
          )}
          <p>{t("why.window_range")}</p>
          <p className="flex flex-wrap gap-x-4">
            <Link to="/how" className="link inline-flex min-h-11 items-center">
              {t("nav.how")}
            </Link>
            <Link to="/accuracy" className="link inline-flex min-h-11 items-center">
              {t("accuracy.why")}
            </Link>
          </p>
        </div>
        <Answer query={sales} skeleton={<Skeleton rows={4} height="h-12" />}>
          {(found) => <DayList days={found.days.toReversed()} onDay={onDay} />}
        </Answer>
      </div>
    </Panel>
  );
}

function DayList({ days, onDay }: { days: readonly DaySales[]; onDay: (day: string) => void }) {
  const { format } = useTexts();
  return (
    <ol className="flex flex-col">
      {days.map((day) => (
        <li
          key={day.day}
          className="flex items-center justify-between gap-3 border-b border-rule py-1.5 last:border-b-0"
        >
          <button type="button" className="link min-h-11 text-start text-sm" onClick={() => onDay(day.day)}>
            {format.dayWithWeekday(day.day)}
          </button>
          <EstimateFigure estimate={day.units} align="end" />
        </li>
      ))}
    </ol>
  );
}
