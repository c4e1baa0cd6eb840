/** Who did what in the organisation, from where, when. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "@/shared/api/accounts";
import { addressOf } from "@/shared/api/client";
import type { Deeds } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";

export function AuditPage() {
  const { t } = useTexts();
  usePageTitle(t("audit.title"));
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("audit.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("audit.text")}</p>
      </div>
      <Gate needs="owner">
        <Log />
      </Gate>
    </div>
  );
}

function Log() {
  const { t } = useTexts();
  const log = useInfiniteQuery(auditQuery);
  return (
    <>
      <a href={addressOf("/organisation/audit.csv")} download className="button self-start">
        {t("audit.csv")}
      </a>
      <Answer query={log} skeleton={<Skeleton rows={5} height="h-14" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Empty title={t("audit.none")} />;
          return (
            <>
              <ul className="sheet flex flex-col divide-y divide-rule px-3 sm:px-5">
                {items.map((one) => (
                  <Line key={one.audit_id} deed={one} />
                ))}
              </ul>
              {log.hasNextPage && (
                <button
                  type="button"
                  className="button self-center"
                  disabled={log.isFetchingNextPage}
                  onClick={() => void log.fetchNextPage()}
                >
                  {t(log.isFetchingNextPage ? "state.loading" : "audit.more")}
                </button>
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}

function Line({ deed }: { deed: Deeds["items"][number] }) {
  const { t, lookUp, format } = useTexts();
  const facts = Object.entries(deed.facts)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(", ");
  return (
    <li className="py-2">
      <span className="font-medium">{lookUp(`deed.${deed.deed}`) ?? deed.deed}</span>{" "}
      <span className="break-all">{[deed.subject, facts].filter(Boolean).join(" · ")}</span>
      <span className="block text-sm break-all text-soft">
        {format.instant(deed.at)} · {deed.by || t("audit.command_line")} · {deed.address}
      </span>
    </li>
  );
}
