/** The way from the topmost category down; where the last is what is shown, it leads nowhere. */
import { Link } from "@tanstack/react-router";
import type { CategoryName } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  label: string;
  path: readonly CategoryName[];
  here?: boolean;
}

export function CategoryPath({ label, path, here = false }: Props) {
  const { t, format } = useTexts();
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-1.5 text-sm text-soft">
        <li>
          <Link to="/browse" className="inline-block py-1.5 hover:text-ink hover:underline">
            {t("nav.browse")}
          </Link>
        </li>
        {path.map((category, at) => {
          const name = format.title(category.titles) ?? `№ ${category.category_id}`;
          return (
            <li key={category.category_id} className="min-w-0">
              <span aria-hidden="true">› </span>
              {here && at === path.length - 1 ? (
                <span aria-current="page" dir="auto" className="wrap-anywhere text-ink">
                  {name}
                </span>
              ) : (
                <Link
                  to="/c/$categoryId"
                  params={{ categoryId: String(category.category_id) }}
                  dir="auto"
                  className="inline-block py-1.5 break-words hover:text-ink hover:underline"
                >
                  {name}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
