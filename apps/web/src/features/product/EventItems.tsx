/** Events one by one: when, to what, of what kind, how many pieces, how likely, and why it is thought so. */
import type { ProductEvent, Variant } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EventShape } from "./EventMark";
import { likelihoodOf } from "./sign";

interface Props {
  events: readonly ProductEvent[];
  variants: readonly Variant[];
}

export function EventItems({ events, variants }: Props) {
  return (
    <ul className="flex flex-col">
      {events.map((event) => (
        <EventItem
          key={`${event.from} ${event.sku_id} ${event.kind}`}
          event={event}
          variant={variants.find((each) => each.sku_id === event.sku_id)}
        />
      ))}
    </ul>
  );
}

/** What an event happened to: a variant by its traits, or the whole product. */
export function useSubject(): (skuId: number | null, variant: Variant | undefined) => string {
  const { t } = useTexts();
  return (skuId, variant) => {
    const traits = Object.values(variant?.characteristics ?? {}).join(", ");
    return skuId === null ? t("events.whole") : traits || t("variants.unnamed", { id: String(skuId) });
  };
}

export function EventItem({ event, variant }: { event: ProductEvent; variant: Variant | undefined }) {
  const { t, format, lookUp } = useTexts();
  const sameDay = dayOfInstant(event.from) === dayOfInstant(event.to);
  const subject = useSubject()(event.sku_id, variant);
  return (
    <li className="border-b border-rule py-2.5 text-sm last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <p className="flex items-center gap-1.5 font-medium">
          <EventShape kind={event.kind} />
          {t(`event_kind.${event.kind}`)}
        </p>
        {event.pieces !== null && event.pieces > 0 && (
          <p className="font-medium whitespace-nowrap">
            {t("events.pieces", { n: format.units(event.pieces) })}
          </p>
        )}
        <p className="text-xs text-soft">{t(`likelihood.${likelihoodOf(event.probability)}`)}</p>
      </div>
      <p className="text-xs text-soft">
        {format.instant(event.from)} – {sameDay ? format.clock(event.to) : format.instant(event.to)} ·{" "}
        <span dir="auto" className="break-words">
          {subject}
        </span>
      </p>
      <p>{lookUp(event.note_key) ?? ""}</p>
    </li>
  );
}
