/** Saved views of these words: one's own before the organisation's, each with the page it is of. */
import { useQueries } from "@tanstack/react-query";
import { useSession } from "@/shared/api/session";
import { viewsQuery, type ViewsPage } from "@/shared/api/views";
import { parseSearch, readId, stringifySearch } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { named, type Entry } from "./entry";

const MOST_VIEWS = 5;
/** Where a page stands; one of many of its kind, by its number. */
const PLACES: Record<ViewsPage, string> = {
  watchlist: "/watchlist",
  browse: "/browse",
  compare: "/compare",
  rising: "/rising",
  category: "/c",
  seller: "/s",
  niches: "/niches",
};
const ONE_OF_MANY = { category: "category", seller: "shop" } as const;
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
      const { id: which, ...rest } = parseSearch(query);
      const many = page === "category" || page === "seller";
      const way = many
        ? { icon: ONE_OF_MANY[page], label: t(`palette.view_${page}`) }
        : pages.find(({ href }) => href === place);
      if (!way || (many && readId(which) === undefined)) return [];
      return [
        {
          id: `view-${view_id}`,
          icon: way.icon,
          label: name,
          note: team ? `${way.label} · ${t("palette.view_team")}` : way.label,
          href: many
            ? `${place}/${which}${stringifySearch(rest)}`
            : place + stringifySearch(parseSearch(query)),
        },
      ];
    });
  return named(entries, typed).slice(0, MOST_VIEWS);
}
