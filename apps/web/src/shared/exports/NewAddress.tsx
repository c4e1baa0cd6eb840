/** An address from which a spreadsheet reads the table by itself: made, and shown this once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ApiProblem, post, type Query } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { ExportLinkMade } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Once } from "@/shared/ui/Once";
import { useProblemText } from "@/shared/ui/states";
import { exportLinksQuery, exportTablesQuery } from "./queries";
import { toKept, withoutPrivate } from "./wish";

const DAYS = { usual: 90, most: 365 };

interface Props {
  table: string;
  filters: Query;
  columns?: string;
  /** Whether the way to all addresses is shown. */
  leads?: boolean;
}

export function NewAddress({ table, filters, columns, leads = false }: Props) {
  const { t, format, language } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const problem = useProblemText();
  const tables = useQuery(exportTablesQuery(language)).data?.items;
  const described = tables?.find((one) => one.name === table);
  const shown = withoutPrivate(columns, described);
  const making = useMutation({
    mutationFn: (wish: { name: string; days: number }) =>
      post<ExportLinkMade>("/export-links", {
        table,
        language,
        ...toKept(filters),
        ...(shown ? { columns: shown } : {}),
        ...wish,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: exportLinksQuery.queryKey }),
  });
  if (!may("analyst")) return null;
  const full = making.error instanceof ApiProblem && making.error.status === 409;
  return (
    <section aria-label={t("exports.address")} className="flex flex-col gap-3 border-t border-rule pt-4">
      <h3 className="font-medium">{t("exports.address")}</h3>
      <p className="max-w-prose text-sm text-soft">{t("exports.address_text")}</p>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const given = new FormData(event.currentTarget);
          making.mutate({ name: String(given.get("name")), days: Number(given.get("days")) });
        }}
      >
        <label className="flex min-w-0 grow basis-40 flex-col gap-1 text-sm text-soft">
          {t("exports.name")}
          <input name="name" maxLength={80} className="field w-full text-base text-ink" />
        </label>
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("exports.days", { most: DAYS.most })}
          <input
            name="days"
            type="number"
            inputMode="numeric"
            min={1}
            max={DAYS.most}
            required
            defaultValue={DAYS.usual}
            className="field w-full text-base text-ink"
          />
        </label>
        <button type="submit" className="button" disabled={making.isPending || described === undefined}>
          {t("exports.make")}
        </button>
      </form>
      {making.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {full ? t("exports.too_many") : problem(making.error)}
        </p>
      )}
      {making.data && (
        <>
          <Once
            key={making.data.link_id}
            text={making.data.url}
            label={t("exports.once", { at: format.instant(making.data.expires_at) })}
          />
          <p className="text-sm text-soft">
            {t("exports.formula")}{" "}
            <code className="break-all text-ink">{`=IMPORTDATA("${making.data.url}")`}</code>
          </p>
        </>
      )}
      {leads && (
        <Link to="/exports" className="w-fit text-sm underline">
          {t("exports.manage")}
        </Link>
      )}
    </section>
  );
}
