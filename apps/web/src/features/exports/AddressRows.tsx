/** Addresses with what they show, until when they hold, and when they were read last. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ExportLink } from "@/shared/api/shapes";
import { exportTablesQuery } from "@/shared/exports/queries";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";

interface Props {
  links: ExportLink[];
  /** For who may; the addresses shown can then be revoked. */
  onRevoke?: (id: number) => void;
}

export function AddressRows({ links, onRevoke }: Props) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {links.map((link) => (
        <Row key={link.link_id} link={link} onRevoke={onRevoke} />
      ))}
    </ul>
  );
}

function Row({ link, onRevoke }: { link: ExportLink; onRevoke?: (id: number) => void }) {
  const { t, format, language } = useTexts();
  const tables = useQuery(exportTablesQuery(language)).data?.items;
  const table =
    link.table === "watchlist"
      ? t("nav.watchlist")
      : (tables?.find((one) => one.name === link.table)?.title ?? link.table);
  const what = link.name || table;
  const narrowed = Object.entries(link.filters)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return (
    <li className="sheet flex min-w-0 flex-col gap-2 p-3">
      <p dir="auto" className="font-medium wrap-anywhere">
        {what}
      </p>
      <p className="text-sm text-soft wrap-anywhere">{[table, ...narrowed].join(" · ")}</p>
      <dl className="flex flex-col gap-1 text-sm">
        <Fact name={t("exports.made")}>
          {format.instant(link.made_at)}
          {link.made_by && <span className="block text-soft">{link.made_by}</span>}
        </Fact>
        <Fact name={t("exports.until")}>
          {format.instant(link.expires_at)}
          {link.state !== "open" && (
            <span className="block text-soft">{t(`exports.state_${link.state}`)}</span>
          )}
        </Fact>
        <Fact name={t("exports.read")}>
          {link.opened_at ? t("exports.times", { n: link.opened }) : t("exports.never")}
          {link.opened_at && (
            <span className="block text-soft">
              {t("exports.last", { at: format.instant(link.opened_at) })}
            </span>
          )}
        </Fact>
      </dl>
      {onRevoke && (
        <div>
          <Confirm
            button={
              <>
                {t("exports.revoke")} <span className="sr-only">{what}</span>
              </>
            }
            title={t("exports.revoke")}
            text={t("exports.revoke_text", { what })}
            yes={t("exports.revoke")}
            onYes={() => onRevoke(link.link_id)}
          />
        </div>
      )}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 grow text-end wrap-anywhere">{children}</dd>
    </div>
  );
}
