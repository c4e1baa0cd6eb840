/** Parts of a whole as bars, each with its words: the bar is the share, the line over it where it truly may end. */
import type { ReactNode } from "react";
import type { Share } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { shareWords } from "./percent";
import { whole } from "./whole";

export interface BarRow {
  key: string | number;
  name: ReactNode;
  part: Share;
}

export function Bars({ rows, label }: { rows: readonly BarRow[]; label: string }) {
  const longest = Math.max(...rows.map(({ part }) => part.share.high ?? 0), Number.EPSILON);
  return (
    <ol aria-label={label} className="sheet divide-y divide-rule">
      {rows.map(({ key, name, part }) => (
        <Row key={key} name={name} part={part} longest={longest} />
      ))}
    </ol>
  );
}

function Row({ name, part, longest }: Omit<BarRow, "key"> & { longest: number }) {
  const { t, format } = useTexts();
  const share = shareWords(part.share, format.count);
  return (
    <li className="grid gap-x-6 gap-y-1 px-3 py-2.5 sm:px-4 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex min-w-0 flex-col gap-1.5">
        <div className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-3">
          <div className="min-w-0 wrap-anywhere">{name}</div>
          <p className="text-sm whitespace-nowrap">
            {part.share.point === null ? (
              <span className="text-xs text-soft">{t("market.share_unknown")}</span>
            ) : (
              <>
                <span className="font-semibold">{share.point}</span>
                {share.range && (
                  <span className="text-xs text-soft" title={t("estimate.range_means")}>
                    {" "}
                    ({share.range})
                  </span>
                )}
              </>
            )}
          </p>
        </div>
        <Bar part={part} longest={longest} />
      </div>
      <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,4fr)_auto] gap-x-3 text-sm sm:gap-x-6 lg:w-96">
        <Fact name={t("market.revenue")}>
          <EstimateFigure estimate={whole(part.revenue_28)} kind="revenue" />
        </Fact>
        <Fact name={t("market.units")}>
          <EstimateFigure estimate={whole(part.days_28)} />
        </Fact>
        <Fact name={t("market.goods")}>{format.count(part.products)}</Fact>
      </div>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="text-xs text-soft">{name}</p>
      {children}
    </div>
  );
}

function Bar({ part, longest }: { part: Share; longest: number }) {
  const { point, low, high } = part.share;
  const width = (share: number) => `${(100 * share) / longest}%`;
  return (
    <div aria-hidden="true" className="relative h-2.5 overflow-hidden rounded-xs bg-sunk">
      {point !== null && (
        <div className="h-full rounded-xs bg-accent opacity-70" style={{ width: width(point) }} />
      )}
      {low !== null && high !== null && high > low && (
        <div
          className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-ink"
          style={{ insetInlineStart: width(low), width: width(high - low) }}
        />
      )}
    </div>
  );
}
