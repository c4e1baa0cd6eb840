/** What can be offered without asking the api: pages, deeds, categories, and what was gone to last. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Choices } from "@/shared/api/choices";
import { useSignOut } from "@/shared/api/leave";
import { categoriesQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { fold, meets } from "@/shared/fold";
import { categoryPlace, productPlace, sellerPlace } from "@/shared/places";
import { LANGUAGES, OWN_NAMES } from "@/shared/texts/languages";
import { useTexts } from "@/shared/texts/texts";
import { useTheme, type Theme } from "@/shared/theme/theme";
import { isOpen } from "@/shared/ways";
import type { Entry } from "./entry";
import { linkOf } from "./link";
import { PAGES } from "./pages";
import { recalled, type Recent } from "./recent";

const MOST_CATEGORIES = 5;
const THEMES: readonly Theme[] = ["light", "dark", "system"];

export function usePages(): Entry[] {
  const { t } = useTexts();
  const asking = useSession();
  return PAGES.filter((page) => isOpen(page.needs, asking)).map(({ to, key, icon }) => ({
    id: `page-${to}`,
    icon,
    label: t(key),
    href: to,
    recent: { kind: "page", to },
  }));
}

export function useDeeds(choose: (choices: Choices) => void, showKeys: () => void): Entry[] {
  const { t, language } = useTexts();
  const { theme } = useTheme();
  const { known, person } = useSession();
  const signOut = useSignOut();
  const deeds: Entry[] = [
    ...LANGUAGES.filter((each) => each !== language).map((each): Entry => ({
      id: `language-${each}`,
      icon: "language",
      label: t("palette.language", { name: OWN_NAMES[each] }),
      run: () => choose({ language: each }),
    })),
    ...THEMES.filter((each) => each !== theme).map((each): Entry => ({
      id: `theme-${each}`,
      icon: "half",
      label: t("palette.theme", { name: t(`theme.${each}`) }),
      run: () => choose({ theme: each }),
    })),
    { id: "keys", icon: "question", label: t("palette.show_keys"), run: showKeys },
  ];
  if (!known) return deeds;
  if (!person) return [...deeds, { id: "in", icon: "person", label: t("sign_in.button"), href: "/sign-in" }];
  return [...deeds, { id: "out", icon: "out", label: t("person.sign_out"), run: () => void signOut() }];
}

/** The way to look at a product or a shop whose number or address was pasted. */
export function useLink(typed: string): Entry[] {
  const { t } = useTexts();
  const link = linkOf(typed);
  if (link === null) return [];
  const label = /^\d+$/.test(link) ? t("palette.track_number", { id: link }) : t("palette.track_link");
  return [{ id: "link", icon: "star", label, href: `/start?link=${encodeURIComponent(link)}` }];
}

/** Categories of these words, the fuller first; each with where it stands. */
export function useCategories(typed: string): Entry[] {
  const { format } = useTexts();
  const { data } = useQuery(categoriesQuery);
  const known = useMemo(() => {
    const items = data?.items ?? [];
    const byId = new Map(items.map((category) => [category.category_id, category]));
    const folded = items
      .filter(({ products }) => products > 0)
      .sort((a, b) => b.products - a.products)
      .map((category) => ({
        category,
        words: fold(`${category.titles.uz ?? ""} ${category.titles.ru ?? ""}`),
      }));
    return { byId, folded };
  }, [data]);
  const asked = fold(typed);
  if (!asked) return [];
  return known.folded
    .filter(({ words }) => meets(asked, words))
    .slice(0, MOST_CATEGORIES)
    .map(({ category: { category_id: id, titles, path } }) => ({
      id: `category-${id}`,
      icon: "category",
      label: format.title(titles) ?? `№ ${id}`,
      note: path
        .filter((each) => each !== id)
        .map((each) => format.title(known.byId.get(each)?.titles ?? { uz: null, ru: null }))
        .filter(Boolean)
        .join(" › "),
      href: categoryPlace(id),
      recent: { kind: "category", id, titles },
    }));
}

/** What was gone to last, as it is called now; pages that are not open to who is here are left out. */
export function useRecent(pages: readonly Entry[]): Entry[] {
  const { t, format } = useTexts();
  const [kept] = useState(recalled);
  const entryOf = (recent: Recent): Entry[] => {
    if (recent.kind === "page") return pages.filter(({ href }) => href === recent.to);
    const id = `${recent.kind}-${recent.id}`;
    if (recent.kind === "seller")
      return [{ id, icon: "shop", label: recent.title, href: sellerPlace(recent.id), recent }];
    const title = format.title(recent.titles);
    if (recent.kind === "category")
      return [
        { id, icon: "category", label: title ?? `№ ${recent.id}`, href: categoryPlace(recent.id), recent },
      ];
    const label = title ?? t("product.untitled", { id: String(recent.id) });
    return [{ id, icon: "product", label, href: productPlace(recent.id), recent }];
  };
  return kept.flatMap(entryOf);
}
