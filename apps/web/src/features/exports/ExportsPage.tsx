/** Everything that can be taken home: tables as files, and the addresses that spreadsheets read. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { ExportTable } from "@/shared/api/shapes";
import { exportLinksQuery, exportTablesQuery } from "@/shared/exports/queries";
import { TakeHome } from "@/shared/exports/TakeHome";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Empty, Skeleton, useProblemText } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { AddressRows } from "./AddressRows";

export function ExportsPage() {
  const { t } = useTexts();
  usePageTitle(t("exports.title"));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("exports.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("exports.text")}</p>
      </div>
      <Gate needs="viewer">
        <Take />
        <Addresses />
      </Gate>
    </div>
  );
}

function Take() {
  const { t, language } = useTexts();
  const tables = useQuery(exportTablesQuery(language));
  return (
    <section aria-labelledby="take" className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 id="take" className="text-lg">
        {t("exports.take")}
      </h2>
      <Answer query={tables} skeleton={<Skeleton rows={3} />}>
        {/* What is of one category is taken from its page. */}
        {({ items }) => <Picked tables={items.filter((one) => one.name !== "category_days")} />}
      </Answer>
    </section>
  );
}

function Picked({ tables }: { tables: ExportTable[] }) {
  const { t } = useTexts();
  const [name, setName] = useState<string | undefined>(tables[0]?.name);
  const [days, setDays] = useState<{ from?: string; to?: string }>({});
  const table = tables.find((one) => one.name === name);
  if (!table) return null;
  const dated = table.filters.includes("from");
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <label className="flex min-w-0 grow basis-60 flex-col gap-1 text-sm text-soft">
          {t("exports.table")}
          <select
            className="field w-full text-base text-ink"
            value={table.name}
            onChange={(event) => setName(event.target.value)}
          >
            {tables.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name === "watchlist" ? t("nav.watchlist") : one.title}
              </option>
            ))}
          </select>
        </label>
        {dated &&
          (["from", "to"] as const).map((end) => (
            <label key={end} className="flex flex-col gap-1 text-sm text-soft">
              {t(`exports.${end}`)}
              <input
                type="date"
                className="field text-base text-ink"
                value={days[end] ?? ""}
                onChange={(event) => setDays({ ...days, [end]: event.target.value || undefined })}
              />
            </label>
          ))}
      </div>
      <TakeHome key={table.name} table={table} filters={dated ? days : {}} />
    </>
  );
}

function Addresses() {
  const { t } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const problem = useProblemText();
  const links = useQuery(exportLinksQuery);
  const revoking = useMutation({
    mutationFn: (id: number) => remove(`/export-links/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: exportLinksQuery.queryKey }),
  });
  return (
    <section aria-labelledby="addresses" className="flex flex-col gap-3">
      <h2 id="addresses" className="text-lg">
        {t("exports.addresses")}
      </h2>
      {revoking.isError && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
          ✕ {problem(revoking.error)}
        </p>
      )}
      <Answer query={links} skeleton={<Skeleton rows={3} />}>
        {({ items }) => {
          const open = items.filter((link) => link.state === "open");
          const ended = items.filter((link) => link.state !== "open");
          return (
            <>
              {open.length === 0 ? (
                <Empty title={t("exports.none")}>
                  <p className="max-w-prose text-soft">{t("exports.none_text")}</p>
                </Empty>
              ) : (
                <AddressRows links={open} onRevoke={may("analyst") ? revoking.mutate : undefined} />
              )}
              {ended.length > 0 && (
                <details>
                  <summary className="min-h-11 py-2.5 font-medium">
                    {t("exports.ended", { n: ended.length })}
                  </summary>
                  <AddressRows links={ended} />
                </details>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
