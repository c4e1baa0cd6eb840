/** On what terms goods come again, in a line, and the way to change them. */
import { Link, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useSession } from "@/shared/api/session";
import type { OrderLine, ReorderTerms } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Term } from "@/shared/ui/Term";
import { useTerms } from "./useTerms";

const TermsPanel = lazy(() => import("./TermsPanel").then((part) => ({ default: part.TermsPanel })));

interface Props {
  id: number;
  terms: ReorderTerms;
  own: boolean;
  tracked: boolean;
  lines: readonly OrderLine[];
}

export function TermsLine({ id, terms, own, tracked, lines }: Props) {
  const { t } = useTexts();
  const { known, person, may } = useSession();
  const { href } = useLocation();
  const [open, setOpen] = useState(false);
  const { change, sent } = useTerms(id);
  const shown = sent ?? terms;
  const before = { terms, own };
  return (
    <div className="flex flex-col gap-1 text-sm" aria-busy={sent !== null}>
      <p>{useSaid(shown)}</p>
      {sent && (
        <p role="status" className="text-soft">
          {t("reorder.working")}
        </p>
      )}
      {!own && !sent && (
        <div className="flex flex-wrap text-soft">
          <Term word={t("reorder.assumed")} text={t("reorder.assumed_means")} />
        </div>
      )}
      {known && !person && (
        <Link to="/sign-in" search={{ to: href }} className="link self-start py-1">
          {t("reorder.sign_in")}
        </Link>
      )}
      {person && !tracked && <p className="text-soft">{t("reorder.track_first")}</p>}
      {person && tracked && may("analyst") && (
        <div className="flex flex-wrap gap-2 pt-1">
          <button
            type="button"
            className="button button-small"
            disabled={sent !== null}
            onClick={() => setOpen(true)}
          >
            {t("reorder.change")}
          </button>
          {own && (
            <button
              type="button"
              className="button button-small"
              disabled={sent !== null}
              onClick={() => void change(before, { terms, own: false })}
            >
              {t("reorder.forget")}
            </button>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {open && (
          <TermsPanel
            terms={terms}
            lines={lines}
            onClose={() => setOpen(false)}
            onKeep={(next) => {
              setOpen(false);
              void change(before, { terms: next, own: true });
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function useSaid(terms: ReorderTerms): string {
  const { t, format } = useTexts();
  const parts = [
    t("reorder.said.lead", {
      days: format.units(terms.lead_days),
      spread: format.units(terms.lead_spread_days),
    }),
    t("reorder.said.level", { share: format.units(100 * terms.service_level) }),
    t("reorder.said.review", { days: format.units(terms.review_days) }),
    ...(terms.least_pieces > 0 ? [t("reorder.said.least", { n: format.count(terms.least_pieces) })] : []),
    ...(terms.pack_pieces > 1 ? [t("reorder.said.pack", { n: format.count(terms.pack_pieces) })] : []),
    ...(terms.cost_uzs === null ? [] : [t("reorder.said.cost", { money: format.money(terms.cost_uzs) })]),
    ...(terms.cash_uzs === null ? [] : [t("reorder.said.cash", { money: format.money(terms.cash_uzs) })]),
  ];
  return parts.join(" · ");
}
