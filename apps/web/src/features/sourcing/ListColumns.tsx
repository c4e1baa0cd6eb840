/** A price list opened: of a draft, what its columns are; of one in use, its offers; and always what could not be read. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, patch } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { PriceListDetail } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { OfferLine } from "./OfferLine";
import { listQuery } from "./queries";

const COLUMNS = ["title", "price", "currency", "article", "least", "link", "weight", "picture"] as const;
type Column = (typeof COLUMNS)[number];
const CURRENCIES = ["USD", "CNY", "EUR", "RUB", "TRY", "KZT", "UZS"];

export function ListColumns({ detail }: { detail: PriceListDetail }) {
  return (
    <div className="flex flex-col gap-3">
      {detail.price_list.state === "draft" ? <Draft detail={detail} /> : <Offers detail={detail} />}
      <BadRows detail={detail} />
    </div>
  );
}

function Draft({ detail }: { detail: PriceListDetail }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { may } = useSession();
  const client = useQueryClient();
  const id = detail.price_list.list_id;
  const width = Math.max(0, ...detail.cells.map((row) => row.length));
  const saying = useMutation({
    mutationFn: (wish: object) => patch<PriceListDetail>(`/price-lists/${id}`, wish),
    onSuccess: (said) => {
      client.setQueryData(listQuery(id).queryKey, said);
      if (said.price_list.state !== "draft") void client.invalidateQueries({ queryKey: ["sourcing"] });
    },
  });
  const [chosen, setChosen] = useState({
    columns: detail.columns as Partial<Record<Column, number>>,
    head_lines: detail.head_lines,
    currency: detail.currency,
  });
  const change = (next: typeof chosen) => {
    setChosen(next);
    if (next.columns.title !== undefined && next.columns.price !== undefined)
      saying.mutate({ ...next, keep: false });
  };
  const nameOf = (at: number) => COLUMNS.find((name) => chosen.columns[name] === at) ?? "";
  const name = (at: number, as: string) => {
    const others = Object.entries(chosen.columns).filter(([column, place]) => place !== at && column !== as);
    change({ ...chosen, columns: Object.fromEntries(as ? [...others, [as, at]] : others) });
  };
  const editable = may("analyst");
  return (
    <>
      <p className="max-w-prose text-sm text-soft">{t("sourcing.columns_text")}</p>
      <div className="flex flex-wrap gap-3">
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("sourcing.head_lines")}
          <select
            className="field text-ink"
            value={chosen.head_lines}
            disabled={!editable}
            onChange={(event) => change({ ...chosen, head_lines: Number(event.target.value) })}
          >
            {[0, 1, 2, 3, 4, 5].map((n) => (
              <option key={n}>{n}</option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("sourcing.currency")}
          <select
            className="field text-ink"
            value={chosen.currency ?? ""}
            disabled={!editable}
            onChange={(event) => change({ ...chosen, currency: event.target.value || null })}
          >
            <option value="">{t("sourcing.currency_none")}</option>
            {CURRENCIES.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </select>
        </label>
      </div>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("sourcing.columns")}>
        <table className="text-sm">
          <thead>
            <tr>
              {Array.from({ length: width }, (_, at) => (
                <th key={at} className="p-1 text-start font-normal">
                  <select
                    aria-label={t("sourcing.column_of", { n: at + 1 })}
                    className="field min-w-32 text-ink"
                    value={nameOf(at)}
                    disabled={!editable}
                    onChange={(event) => name(at, event.target.value)}
                  >
                    <option value="">{t("sourcing.column.none")}</option>
                    {COLUMNS.map((column) => (
                      <option key={column} value={column}>
                        {t(`sourcing.column.${column}`)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {detail.cells.map((row, line) => (
              <tr
                key={line}
                className={`border-t border-rule ${line < chosen.head_lines ? "text-soft" : ""}`}
              >
                {Array.from({ length: width }, (_, at) => (
                  <td key={at} dir="auto" className="max-w-60 truncate p-1">
                    {row[at] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {saying.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(saying.error)}{" "}
          {saying.error instanceof ApiProblem ? (saying.error.problem.detail ?? "") : ""}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {editable && (
          <button
            type="button"
            className="button button-main"
            disabled={saying.isPending || detail.readable === 0}
            onClick={() => saying.mutate({ ...chosen, keep: true })}
          >
            {t("sourcing.keep", { n: detail.readable })}
          </button>
        )}
        <span className="text-sm text-soft">{t("sourcing.readable", { n: detail.readable })}</span>
      </div>
    </>
  );
}

function Offers({ detail }: { detail: PriceListDetail }) {
  return (
    <ul className="flex flex-col divide-y divide-rule">
      {detail.offers.map((offer) => (
        <li key={offer.offer_id} className="py-2">
          <OfferLine offer={offer} />
        </li>
      ))}
    </ul>
  );
}

function BadRows({ detail }: { detail: PriceListDetail }) {
  const { t } = useTexts();
  if (detail.bad.length === 0) return null;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 text-sm text-warn">
        {t("sourcing.not_read", { n: detail.bad.length })}
      </summary>
      <ul className="flex flex-col gap-1 text-sm text-soft">
        {detail.bad.map((one) => (
          <li key={one.line}>
            {t("sourcing.line_of", { n: one.line })} {t(`sourcing.bad.${one.why as "twice"}`)}
            {one.said && (
              <span dir="auto" className="wrap-anywhere">
                {" "}
                «{one.said}»
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
