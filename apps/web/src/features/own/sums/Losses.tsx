/** Lost and stuck goods, the nearest deadline of a claim first; how far a claim has come is said in place. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { put } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { OwnLoss, OwnLosses } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { lossesQuery } from "./queries";
import { STATES, type ClaimState } from "./search";
import { Sum } from "./Sum";
import { useMoney } from "./useMoney";
import { useSums } from "./useSums";

const SOON_DAYS = 3;

export default function Losses() {
  const { t } = useTexts();
  const { search, change } = useSums();
  const asked = { shop_id: search.shop, state: search.state };
  const found = useQuery({ ...lossesQuery(asked), placeholderData: keepPreviousData });
  return (
    <section aria-label={t("ownsums.part.losses")} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1 self-start text-xs text-soft">
        {t("ownsums.state")}
        <select
          className="field text-base text-ink"
          value={search.state ?? ""}
          onChange={(event) => change({ state: event.target.value || undefined })}
        >
          <option value="">{t("ownsums.state_any")}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t(`ownsums.state.${state}`)}
            </option>
          ))}
        </select>
      </label>
      <Answer query={found} skeleton={<Skeleton rows={3} height="h-32" />}>
        {(losses) => (
          <>
            <Head losses={losses} />
            {losses.items.length === 0 ? (
              <Empty title={t(losses.unknown.length > 0 ? "ownsums.losses_unknown" : "ownsums.no_losses")} />
            ) : (
              <ul className="grid gap-3 lg:grid-cols-2">
                {losses.items.map((one) => (
                  <Loss key={one.subject} one={one} />
                ))}
              </ul>
            )}
            {losses.total > losses.items.length && (
              <p className="text-sm text-soft">
                {t("ownsums.losses_more", { n: losses.total - losses.items.length })}
              </p>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}

function Head({ losses }: { losses: OwnLosses }) {
  const { t, format, lookUp } = useTexts();
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p>
        {t("ownsums.losses_open", { n: losses.open })}
        {losses.open > 0 && losses.open_cost_uzs !== null && (
          <strong> {t("ownsums.losses_cost", { money: format.money(losses.open_cost_uzs) })}</strong>
        )}
      </p>
      {losses.unknown.length > 0 && (
        <p className="text-warn">
          <span aria-hidden="true">△ </span>
          {t("ownsums.losses_unread", {
            lists: losses.unknown.map((list) => lookUp(`ownsums.list.${list}`) ?? list).join(", "),
          })}
        </p>
      )}
      <p className="max-w-prose text-soft">
        {t("ownsums.claim_days", { fbo: losses.fbo_days, fbs: losses.fbs_days })}
      </p>
    </div>
  );
}

function Loss({ one }: { one: OwnLoss }) {
  const { t, format } = useTexts();
  const money = useMoney();
  const name = one.title ?? (one.sku_id === null ? (one.reference ?? "—") : `SKU ${one.sku_id}`);
  return (
    <li className="sheet flex min-w-0 flex-col gap-2 p-3 sm:p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{t(`ownsums.loss.${one.kind}`)}</span>
        <DaysLeft one={one} />
      </div>
      <p className="text-sm wrap-anywhere">
        {one.product_id === null ? (
          <span dir="auto">{name}</span>
        ) : (
          <Link
            to="/p/$id"
            params={{ id: String(one.product_id) }}
            dir="auto"
            className="hover:text-accent hover:underline"
          >
            {name}
          </Link>
        )}
        {one.reference && (
          <span dir="auto" className="text-soft">
            {" "}
            · {one.reference}
          </span>
        )}
        <span className="text-soft"> · {one.scheme}</span>
      </p>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Sum
          name={t("ownsums.pieces")}
          value={format.count(one.pieces)}
          below={
            one.said_of !== null && one.said_of < one.pieces
              ? t("ownsums.said_of", { n: one.said_of })
              : undefined
          }
        />
        <Sum
          name={t("ownsums.since")}
          value={format.day(one.since)}
          below={one.or_earlier ? t("ownsums.or_earlier") : undefined}
        />
        <Sum name={t("ownsums.cost")} value={money(one.cost_uzs)} basis="inferred" />
        <Sum name={t("ownsums.sells_for")} value={money(one.price_uzs)} />
      </dl>
      <Claim one={one} name={name} />
    </li>
  );
}

function DaysLeft({ one }: { one: OwnLoss }) {
  const { t, format } = useTexts();
  const { days_left: left, deadline } = one;
  const day = format.day(deadline);
  if (left < 0) return <span className="text-sm text-bad">✕ {t("ownsums.past", { day, n: -left })}</span>;
  return (
    <span className={`text-sm ${left <= SOON_DAYS ? "font-semibold text-warn" : "text-soft"}`}>
      {left <= SOON_DAYS && <span aria-hidden="true">▲ </span>}
      {t("ownsums.days_left", { day, n: left })}
    </span>
  );
}

function Claim({ one, name }: { one: OwnLoss; name: string }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const { run } = useRun(["own"]);
  const say = (state: ClaimState, note: string) =>
    put<OwnLoss>(`/own-shop/losses/${one.subject}`, { state, note });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-rule pt-2 text-sm">
      <label className="flex items-center gap-2 text-soft">
        {t("ownsums.claim")}
        <select
          className="field text-ink"
          aria-label={`${t("ownsums.claim")}: ${name}`}
          value={one.state}
          disabled={!may("analyst")}
          onChange={(event) => {
            const state = event.target.value as ClaimState;
            void run({
              send: () => say(state, state === "open" ? "" : one.note),
              words: () => t("ownsums.claim_said", { name, state: t(`ownsums.state.${state}`) }),
              undo: () => say(one.state, one.note),
            });
          }}
        >
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t(`ownsums.state.${state}`)}
            </option>
          ))}
        </select>
      </label>
      {one.changed_at && <span className="text-xs text-soft">{format.instant(one.changed_at)}</span>}
      {one.note && (
        <span dir="auto" className="basis-full text-soft">
          {one.note}
        </span>
      )}
    </div>
  );
}
