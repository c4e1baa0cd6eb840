/** What everyone must know about the page and the data shown: a newer version, a market that is made up, an api that is away. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore, type ReactNode } from "react";
import { useApiAway } from "@/shared/api/away";
import { metaQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useNow } from "@/shared/ui/useNow";
import { useNewVersion } from "./offered";

export function Notices() {
  const { t } = useTexts();
  const meta = useQuery(metaQuery);
  const { person } = useSession();
  const away = useApiAway();
  return (
    <div className="print:hidden">
      <NewVersion />
      {meta.data?.simulated && (
        <Bar ground="bg-accent-soft">
          <span className="min-w-0">
            <strong>{t("simulated.title")}</strong>{" "}
            <span className="max-sm:hidden">{t("simulated.text")}</span>
          </span>
          {person?.operator && (
            <Link to="/import" className="link -my-1 py-1 font-medium whitespace-nowrap">
              {t("simulated.load")}
            </Link>
          )}
        </Bar>
      )}
      {away && <Away />}
    </div>
  );
}

function Bar({ ground, children }: { ground: string; children: ReactNode }) {
  return (
    <div className={`border-b border-rule ${ground}`}>
      <p className="mx-auto flex w-full max-w-[76rem] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
        {children}
      </p>
    </div>
  );
}

function NewVersion() {
  const { t } = useTexts();
  const take = useNewVersion();
  if (!take) return null;
  return (
    <div role="status">
      <Bar ground="bg-accent-soft">
        {t("version.ready")}
        <button type="button" className="link min-h-9 font-medium" onClick={take}>
          {t("fault.reload")}
        </button>
      </Bar>
    </div>
  );
}

function Away() {
  const { t, format } = useTexts();
  const client = useQueryClient();
  const now = useNow();
  const cache = client.getQueryCache();
  const at = useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () => oldestShown(client),
  );
  return (
    <div role="status">
      <Bar ground="bg-warn-soft text-warn">
        <span>
          <span aria-hidden="true">△ </span>
          {t("away.banner")}{" "}
          {at !== null && t("away.as_of", { age: format.age(new Date(at).toISOString(), now) })}
        </span>
      </Bar>
    </div>
  );
}

/** When the oldest answer among those shown was given, by this device's clock; null where nothing is shown. */
function oldestShown(client: QueryClient): number | null {
  const given = client
    .getQueryCache()
    .findAll({
      type: "active",
      predicate: ({ queryKey, state }) => queryKey[0] !== "meta" && state.dataUpdatedAt > 0,
    })
    .map(({ state }) => state.dataUpdatedAt);
  return given.length > 0 ? Math.min(...given) : null;
}
