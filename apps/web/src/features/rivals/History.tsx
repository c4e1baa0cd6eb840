/** Price, stock and share of the niche over eight weeks, one's own beside rivals'. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RivalHistory, RivalLine } from "@/shared/api/shapes";
import { NBSP } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { DASHES, lastOf, Lines, type Series } from "./Lines";
import { rivalHistoryQuery } from "./queries";

const WEEKS = 8;

export function History({ id }: { id: number }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-11 py-2 text-sm font-medium">{t("rivals.history")}</summary>
      {open && <Asked id={id} />}
    </details>
  );
}

function Asked({ id }: { id: number }) {
  const found = useQuery(rivalHistoryQuery(id, WEEKS));
  return (
    <Answer query={found} skeleton={<Skeleton rows={2} height="h-40" />}>
      {(data) => <Drawn history={data} />}
    </Answer>
  );
}

function Drawn({ history }: { history: RivalHistory }) {
  const { t, format } = useTexts();
  const name = (line: RivalLine) => format.title(line.titles) ?? `№ ${line.product_id}`;
  const series = (pick: (line: RivalLine) => (number | null)[]): Series[] =>
    history.lines.map((line, at) => ({
      key: line.product_id,
      name: name(line),
      own: at === 0,
      values: pick(line),
    }));
  const ends = { first: format.dayShort(history.from), last: format.dayShort(history.to) };
  const prices = series(({ days }) => days.map((day) => day.price_uzs));
  const stocks = series(({ days }) => days.map((day) => day.stock));
  const percent = (value: number) => `${format.units(Math.round(value * 1000) / 10)}${NBSP}%`;
  return (
    <div className="flex flex-col gap-4 py-2">
      <Lines label={t("rivals.price")} {...ends} series={prices} say={(value) => format.money(value)} />
      <Lines label={t("rivals.stock")} {...ends} series={stocks} say={(value) => format.count(value)} />
      <p className="text-xs text-soft">{t("rivals.gaps")}</p>
      <ul className="flex flex-col gap-1 text-sm">
        {prices.map((one, at) => (
          <li key={one.key} className="flex items-center gap-2">
            <svg aria-hidden="true" viewBox="0 0 40 4" className="h-1.5 w-10 shrink-0">
              <line
                x1="0"
                x2="40"
                y1="2"
                y2="2"
                strokeWidth={one.own ? 3 : 1.5}
                strokeDasharray={DASHES[at % DASHES.length]}
                className={one.own ? "stroke-accent" : "stroke-ink"}
              />
            </svg>
            <span dir="auto" className={`min-w-0 truncate ${one.own ? "font-semibold" : ""}`}>
              {one.own ? t("rivals.this_one") : one.name}
            </span>
            <span className="shrink-0 text-soft">{lastOf(one, (value) => format.money(value))}</span>
          </li>
        ))}
      </ul>
      <Shares history={history} percent={percent} />
    </div>
  );
}

function Shares({ history, percent }: { history: RivalHistory; percent: (value: number) => string }) {
  const { t, format } = useTexts();
  const lines = history.lines.filter((line) => line.weeks.some((week) => week.share.point !== null));
  const own = history.lines[0];
  if (!own || lines.length === 0) return <p className="text-sm text-soft">{t("rivals.no_share")}</p>;
  const weeks = lines[0]?.weeks ?? [];
  return (
    <div className="flex flex-col gap-1">
      <h3 className="flex flex-wrap text-sm font-medium">
        <Term word={t("rivals.share")} text={t("rivals.share_means")} />
      </h3>
      <div className="sheet overflow-x-auto">
        <table className="w-full border-collapse text-xs">
          <thead className="text-soft">
            <tr>
              <th scope="col" className="py-2 ps-3 text-start font-medium">
                {t("rivals.week_to")}
              </th>
              {weeks.map((week) => (
                <th key={week.last} scope="col" className="px-2 py-2 text-end font-medium whitespace-nowrap">
                  {format.dayShort(week.last)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.product_id} className="border-t border-rule align-top">
                <th scope="row" dir="auto" className="max-w-40 truncate py-2 ps-3 text-start font-normal">
                  {line === own
                    ? t("rivals.this_one")
                    : (format.title(line.titles) ?? `№ ${line.product_id}`)}
                </th>
                {line.weeks.map(({ last, share }) => (
                  <td key={last} className="px-2 py-2 text-end whitespace-nowrap">
                    {share.point === null ? "—" : <b>{percent(share.point)}</b>}
                    {share.low !== null && share.high !== null && share.low !== share.high && (
                      <span className="block text-soft" title={t("estimate.range_means")}>
                        ({percent(share.low)}…{percent(share.high)})
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
