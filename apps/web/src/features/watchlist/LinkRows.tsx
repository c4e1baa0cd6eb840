/** Links with until when they hold and how often they were opened: a table where there is room, else cards. */
import type { ReactNode } from "react";
import type { ShareLink } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { useWide } from "@/shared/ui/useWide";

interface Props {
  links: ShareLink[];
  /** For who may; the links shown can then be revoked. */
  onRevoke?: (id: number) => void;
}

export function LinkRows({ links, onRevoke }: Props) {
  return useWide() ? (
    <Table links={links} onRevoke={onRevoke} />
  ) : (
    <Cards links={links} onRevoke={onRevoke} />
  );
}

function Table({ links, onRevoke }: Props) {
  const { t } = useTexts();
  const heads = ["links.what", "links.made", "links.until", "links.opened"] as const;
  return (
    <div className="sheet">
      <table className="w-full border-collapse text-sm">
        <thead className="border-b border-rule-strong text-soft">
          <tr>
            {heads.map((key) => (
              <th key={key} scope="col" className="px-4 py-2 text-start font-medium">
                {t(key)}
              </th>
            ))}
            {onRevoke && (
              <th scope="col" className="px-4 py-2">
                <span className="sr-only">{t("links.revoke")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {links.map((link) => (
            <tr key={link.link_id} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" dir="auto" className="max-w-sm px-4 py-3 text-start font-medium wrap-anywhere">
                <What link={link} />
              </th>
              <td className="px-4 py-3">
                <Made link={link} />
              </td>
              <td className="px-4 py-3">
                <Until link={link} />
              </td>
              <td className="px-4 py-3">
                <Opened link={link} />
              </td>
              {onRevoke && (
                <td className="px-4 py-2 text-end">
                  <Revoke link={link} onRevoke={onRevoke} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ links, onRevoke }: Props) {
  const { t } = useTexts();
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {links.map((link) => (
        <li key={link.link_id} className="sheet flex min-w-0 flex-col gap-2 p-3">
          <p dir="auto" className="font-medium wrap-anywhere">
            <What link={link} />
          </p>
          <dl className="flex flex-col gap-1 text-sm">
            <Fact name={t("links.made")}>
              <Made link={link} />
            </Fact>
            <Fact name={t("links.until")}>
              <Until link={link} />
            </Fact>
            <Fact name={t("links.opened")}>
              <Opened link={link} />
            </Fact>
          </dl>
          {onRevoke && (
            <div>
              <Revoke link={link} onRevoke={onRevoke} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 text-end wrap-anywhere">{children}</dd>
    </div>
  );
}

/** What a link shows, by name. */
function useShown(link: ShareLink): string {
  const { t } = useTexts();
  if (link.list_id === null) return t("links.everything");
  return link.list_name ?? t("links.lost_list");
}

const What = ({ link }: { link: ShareLink }) => useShown(link);

function Made({ link }: { link: ShareLink }) {
  const { format } = useTexts();
  return (
    <>
      {format.instant(link.made_at)}
      {link.made_by && <span className="block text-soft">{link.made_by}</span>}
    </>
  );
}

function Until({ link }: { link: ShareLink }) {
  const { t, format } = useTexts();
  return (
    <>
      {format.instant(link.expires_at)}
      {link.state !== "open" && <span className="block text-soft">{t(`links.state_${link.state}`)}</span>}
    </>
  );
}

function Opened({ link }: { link: ShareLink }) {
  const { t, format } = useTexts();
  if (!link.opened_at) return <span className="text-soft">{t("links.never")}</span>;
  return (
    <>
      {t("links.times", { n: link.opened })}
      <span className="block text-soft">{t("links.last", { at: format.instant(link.opened_at) })}</span>
    </>
  );
}

function Revoke({ link, onRevoke }: { link: ShareLink; onRevoke: (id: number) => void }) {
  const { t } = useTexts();
  const what = useShown(link);
  return (
    <Confirm
      button={
        <>
          {t("links.revoke")} <span className="sr-only">{what}</span>
        </>
      }
      title={t("links.revoke")}
      text={t("links.revoke_text", { what })}
      yes={t("links.revoke")}
      onYes={() => onRevoke(link.link_id)}
    />
  );
}
