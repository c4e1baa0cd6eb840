/** "Where does this number come from?": the steps that made a day, what makes its range wide, and what was seen, in words. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { eventsQuery, observationsQuery, whyQuery } from "@/shared/api/queries";
import { Link } from "@tanstack/react-router";
import type { Observation, Variant, Why, WhyStep } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Panel } from "@/shared/ui/Panel";
import { Answer, Skeleton } from "@/shared/ui/states";
import { EventRows } from "./EventRows";
import { RangeSources } from "./RangeSources";

interface Props {
  id: number;
  day: string;
  variants: readonly Variant[];
  /** The days that are shown are one variant's; what is told here is the product's. */
  ofVariant: boolean;
  onClose: () => void;
}

export default function WhySheet({ id, day, variants, ofVariant, onClose }: Props) {
  const { t, format } = useTexts();
  const why = useQuery(whyQuery(id, day));
  const seen = useQuery(observationsQuery(id, { from: day, to: day }));
  return (
    <Panel title={t("why.title", { day: format.day(day) })} onClose={onClose}>
      <div className="flex flex-col gap-6">
        {ofVariant && <p className="rounded-lg bg-accent-soft px-3 py-2 text-sm">{t("why.of_product")}</p>}
        <Answer query={why} skeleton={<Skeleton rows={3} />}>
          {(found) => <Reasons why={found} />}
        </Answer>
        <Happened id={id} day={day} variants={variants} />
        <section className="flex flex-col gap-2">
          <h3 className="font-semibold">{t("why.seen")}</h3>
          <p className="text-sm text-soft">{t("why.seen_text")}</p>
          <Answer query={seen} skeleton={<Skeleton rows={2} height="h-10" />}>
            {(found) => <Looks looks={found.items} more={found.next_cursor !== null} />}
          </Answer>
        </section>
      </div>
    </Panel>
  );
}

/** The events of the day with the small ones folded; nothing where there were none. */
function Happened({ id, day, variants }: Pick<Props, "id" | "day" | "variants">) {
  const { t } = useTexts();
  const events = useInfiniteQuery(eventsQuery(id, { from: day, to: day }));
  const rows = events.data?.pages.flatMap((page) => page.items);
  if (rows?.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{t("events.day")}</h3>
      <Answer query={events} skeleton={<Skeleton rows={1} />}>
        {() => <EventRows id={id} rows={rows ?? []} variants={variants} />}
      </Answer>
    </section>
  );
}

function Reasons({ why }: { why: Why }) {
  const { t } = useTexts();
  return (
    <>
      <div>
        <p className="text-sm text-soft">{t("readout.units")}</p>
        <EstimateFigure estimate={why.units} size="large" copies />
        <p className="mt-2 text-sm">{t(`basis.${why.units.basis}.means`)}</p>
        {why.rule && <p className="text-xs text-soft">{t("why.version", { rule: why.rule })}</p>}
        <Link to="/accuracy" className="link inline-flex min-h-11 items-center text-sm">
          {t("accuracy.why")}
        </Link>
      </div>
      {why.own_fit && <OwnFit fit={why.own_fit} />}
      <RangeSources sources={why.sources} />
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">{t("why.steps")}</h3>
        {why.steps.length === 0 && <p className="text-sm text-soft">{t("why.no_steps")}</p>}
        <ol className="flex flex-col gap-2">
          {why.steps.map((step) => (
            <StepCard key={`${step.from} ${step.to}`} step={step} />
          ))}
        </ol>
      </section>
    </>
  );
}

function OwnFit({ fit }: { fit: NonNullable<Why["own_fit"]> }) {
  const { t, format } = useTexts();
  const times = (factor: number) => format.count(Math.round(factor * 100) / 100);
  return (
    <div className="rounded-lg bg-accent-soft px-3 py-2 text-sm">
      <p>{t("why.own_fit", { factor: times(fit.factor), width: times(fit.width) })}</p>
      <EstimateFigure estimate={fit.units} />
    </div>
  );
}

function StepCard({ step }: { step: WhyStep }) {
  const { t, format, lookUp } = useTexts();
  const pair = (from: number | null, to: number | null) => `${format.count(from)} → ${format.count(to)}`;
  return (
    <li className="rounded-lg border border-rule bg-paper p-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <p className="font-medium">
          {format.instant(step.from)} – {format.instant(step.to)}
        </p>
        <p className="font-semibold whitespace-nowrap">
          {step.units === null ? t("estimate.unknown") : t("why.units", { n: format.units(step.units) })}
        </p>
      </div>
      <p className="mt-1">{lookUp(step.note_key) ?? t(`why.${step.rule}`)}</p>
      <p className="mt-1 text-xs text-soft">
        {t("why.orders")}: {pair(step.orders_from, step.orders_to)} · {t("why.stock_word")}:{" "}
        {pair(step.stock_from, step.stock_to)}
      </p>
    </li>
  );
}

function Looks({ looks, more }: { looks: readonly Observation[]; more: boolean }) {
  const { t, format } = useTexts();
  if (looks.length === 0) return <p className="text-sm">{t("why.nobody")}</p>;
  return (
    <>
      <table className="w-full border-collapse text-sm">
        <thead className="text-xs text-soft">
          <tr className="border-b border-rule-strong">
            <th scope="col" className="py-1 text-start font-medium">
              {t("why.time")}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t("why.orders")}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t("why.stock_word")}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t("readout.price")}
            </th>
          </tr>
        </thead>
        <tbody>
          {looks.toReversed().map((look) => (
            <tr key={look.seen_at} className="border-b border-rule last:border-b-0">
              <th scope="row" className="py-1.5 text-start font-normal">
                {format.clock(look.seen_at)}{" "}
                <span className="text-xs text-soft">{t(`source.${look.source}`)}</span>
              </th>
              <td className="numeric py-1.5">
                {look.orders_total === null && look.orders_rounded !== null
                  ? `≈ ${format.count(look.orders_rounded)}`
                  : format.count(look.orders_total)}
              </td>
              <td className="numeric py-1.5">{format.count(look.stock)}</td>
              <td className="numeric py-1.5">{format.count(look.price_uzs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p className="text-xs text-soft">{t("why.more")}</p>}
    </>
  );
}
