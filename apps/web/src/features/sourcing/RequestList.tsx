/** What suppliers were asked, and how far each request is; what was found opens below it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SupplierRequest } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { OfferLine } from "./OfferLine";
import { foundQuery } from "./queries";

const SIGNS = { waiting: "…", running: "↻", done: "✓", failed: "✕" } as const;

export function RequestList({ requests }: { requests: readonly SupplierRequest[] }) {
  const { t } = useTexts();
  if (requests.length === 0) return <p className="text-sm text-soft">{t("sourcing.nothing_asked")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {requests.map((request) => (
        <Request key={request.request_id} request={request} />
      ))}
    </ul>
  );
}

function Request({ request }: { request: SupplierRequest }) {
  const { t, format } = useTexts();
  const [open, setOpen] = useState(false);
  const { state, why, product_id: product, product_titles: titles } = request;
  return (
    <li className="sheet px-3 py-2 sm:px-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span dir="auto" className="min-w-0 font-medium wrap-anywhere">
          {request.query}
        </span>
        <span className="text-sm text-soft">{t(`sourcing.source.${request.source}`)}</span>
        <span role="status" className={`text-sm ${state === "failed" ? "text-bad" : "text-soft"}`}>
          <span aria-hidden="true">{SIGNS[state]} </span>
          {state === "done" && request.offers
            ? t("sourcing.found", { n: request.offers })
            : t(`sourcing.state.${state}`)}
          {why && `: ${t(`sourcing.why.${why}`)}`}
        </span>
        <span className="text-xs text-soft">{format.instant(request.asked_at)}</span>
      </div>
      {product !== null && titles && (
        <Link
          to="/p/$id"
          params={{ id: String(product) }}
          dir="auto"
          className="link inline-flex min-h-11 items-center text-sm wrap-anywhere"
        >
          {format.title(titles) ?? product}
        </Link>
      )}
      {state === "done" && (request.offers ?? 0) > 0 && (
        <button
          type="button"
          className="link block min-h-11 text-sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "sourcing.hide" : "sourcing.show")}
        </button>
      )}
      {open && <Found id={request.request_id} />}
    </li>
  );
}

function Found({ id }: { id: number }) {
  const { t } = useTexts();
  const found = useQuery(foundQuery(id));
  return (
    <Answer query={found} skeleton={<Skeleton rows={2} height="h-12" />}>
      {({ items }) =>
        items.length > 0 ? (
          <ul className="flex flex-col divide-y divide-rule border-t border-rule">
            {items.map((offer) => (
              <li key={offer.offer_id} className="py-2">
                <OfferLine offer={offer} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-sm text-soft">{t("sourcing.found_later")}</p>
        )
      }
    </Answer>
  );
}
