/** Where what was found lies: its categories and shops, the largest first; each narrows the list to itself. */
import type { FoundFacets } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { BrowseSearch } from "./search";

const MOST = 6;

interface Props {
  facets: FoundFacets | null | undefined;
  search: BrowseSearch;
  onChange: (part: Partial<BrowseSearch>) => void;
}

export function Facets({ facets, search, onChange }: Props) {
  const { t, format } = useTexts();
  const categories = search.category ? [] : (facets?.categories ?? []);
  const sellers = search.seller ? [] : (facets?.sellers ?? []);
  if (categories.length + sellers.length < 2) return null;
  const named = [
    ...categories.slice(0, MOST).map(({ category, products }) => ({
      key: `category-${category.category_id}`,
      words: format.title(category.titles),
      products,
      part: { category: category.category_id },
    })),
    ...sellers.slice(0, MOST).map(({ seller, products }) => ({
      key: `seller-${seller.seller_id}`,
      words: seller.title,
      products,
      part: { seller: seller.seller_id },
    })),
  ].filter(({ words }) => words);
  return (
    <ul aria-label={t("filter.found_in")} className="mb-3 flex flex-wrap gap-2">
      {named.map(({ key, words, products, part }) => (
        <li key={key} className="min-w-0">
          <button type="button" className="chip max-w-full max-sm:text-sm" onClick={() => onChange(part)}>
            <span className="truncate">{words}</span>
            <span className="text-soft">{format.count(products)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
