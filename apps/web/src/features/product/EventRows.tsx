/** Events as rows: what matters by itself, small movements of a day and kind folded into one that opens. */
import { useId, useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { eventPartsQuery } from "@/shared/api/queries";
import type { EventGroup, Variant } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { EventItem, EventItems, useSubject } from "./EventItems";
import { EventShape } from "./EventMark";
import { likelihoodOf } from "./sign";

interface Props {
  id: number;
  rows: readonly EventGroup[];
  variants: readonly Variant[];
}

export function EventRows({ id, rows, variants }: Props) {
  const variantOf = (skuId: number | null) => variants.find((each) => each.sku_id === skuId);
  return (
    <ul className="flex flex-col">
      {rows.map((row) => {
        const key = `${row.from} ${row.kind} ${row.sku_ids.join(",")}`;
        if (row.only) return <EventItem key={key} event={row.only} variant={variantOf(row.only.sku_id)} />;
        return <FoldedItem key={key} id={id} row={row} variants={variants} />;
      })}
    </ul>
  );
}

function FoldedItem({ id, row, variants }: { id: number; row: EventGroup; variants: readonly Variant[] }) {
  const { t, format } = useTexts();
  const [open, setOpen] = useState(false);
  const parts = useId();
  const title = useId();
  const sameDay = dayOfInstant(row.from) === dayOfInstant(row.to);
  return (
    <li className="border-b border-rule py-2.5 text-sm last:border-b-0">
      <div id={title} className="flex flex-wrap items-baseline gap-x-2">
        <p className="flex items-center gap-1.5 font-medium">
          <EventShape kind={row.kind} />
          {t(`event_kind.${row.kind}`)}
        </p>
        <p className="font-medium whitespace-nowrap">{t("events.times", { n: row.events })}</p>
        {row.pieces !== null && (
          <p className="whitespace-nowrap">{t("events.pieces_in_all", { n: format.units(row.pieces) })}</p>
        )}
        <p className="text-xs text-soft">{t(`likelihood.${likelihoodOf(row.probability)}`)}</p>
      </div>
      <p className="text-xs text-soft">
        {format.instant(row.from)} – {sameDay ? format.clock(row.to) : format.instant(row.to)} ·{" "}
        <Subjects row={row} variants={variants} />
      </p>
      <button
        type="button"
        className="link min-h-11"
        aria-expanded={open}
        aria-describedby={title}
        aria-controls={open ? parts : undefined}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "events.parts_hide" : "events.parts_show")}
      </button>
      {open && (
        <div id={parts} className="border-s-2 border-rule-strong ps-3">
          <Parts id={id} row={row} variants={variants} />
        </div>
      )}
    </li>
  );
}

/** The one thing all of a row happened to, by name; several are counted. */
function Subjects({ row, variants }: { row: EventGroup; variants: readonly Variant[] }) {
  const { t } = useTexts();
  const subject = useSubject();
  const skus = row.sku_ids.filter((sku) => sku !== null);
  const [only = null] = skus;
  const named =
    skus.length > 1
      ? t("events.of_variants", { n: skus.length })
      : only !== null &&
        subject(
          only,
          variants.find((each) => each.sku_id === only),
        );
  const whole = row.sku_ids.includes(null) && subject(null, undefined);
  return (
    <span dir="auto" className="break-words">
      {[whole, named].filter(Boolean).join(", ")}
    </span>
  );
}

function Parts({ id, row, variants }: { id: number; row: EventGroup; variants: readonly Variant[] }) {
  const { t } = useTexts();
  const parts = useInfiniteQuery(eventPartsQuery(id, row));
  return (
    <Answer query={parts} skeleton={<Skeleton rows={2} height="h-14" />}>
      {({ pages }) => (
        <>
          <EventItems events={pages.flatMap((page) => page.items)} variants={variants} />
          {parts.hasNextPage && (
            <button
              type="button"
              className="button"
              disabled={parts.isFetchingNextPage}
              onClick={() => void parts.fetchNextPage()}
            >
              {t("events.more")}
            </button>
          )}
        </>
      )}
    </Answer>
  );
}
