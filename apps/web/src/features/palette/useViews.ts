/** Saved views of these words: one's own before the organisation's, each with the page it is of. */
import { useQueries } from "@tanstack/react-query";
import { useSession } from "@/shared/api/session";
import { viewsQuery, type ViewsPage } from "@/shared/api/views";
import { parseSearch, stringifySearch } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { named, type Entry } from "./entry";

const MOST_VIEWS = 5;
const PLACES: Record<ViewsPage, string> = { watchlist: "/watchlist", browse: "/browse", compare: "/compare" };
const KEPT_OF = Object.keys(PLACES) as ViewsPage[];

export function useViews(pages: readonly Entry[], typed: string): Entry[] {
  const { t } = useTexts();
  const { may } = useSession();
  const member = may("viewer");
  const kept = useQueries({ queries: KEPT_OF.map((page) => ({ ...viewsQuery(page), enabled: member })) });
  if (!member) return [];
  const views = kept.flatMap(({ data }) => data?.items ?? []);
  const entries = views
    .toSorted((a, b) => Number(a.team) - Number(b.team))
    .flatMap(({ view_id, page, name, query, team }): Entry[] => {
      const place = PLACES[page];
      const way = pages.find(({ href }) => href === place);
      if (!way) return [];
      return [
        {
          id: `view-${view_id}`,
          icon: way.icon,
          label: name,
          note: team ? `${way.label} · ${t("palette.view_team")}` : way.label,
          href: place + stringifySearch(parseSearch(query)),
        },
      ];
    });
  return named(entries, typed).slice(0, MOST_VIEWS);
}
