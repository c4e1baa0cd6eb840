/** The categories directly below, each with its size and growth; those that earn most first. */
import { Link } from "@tanstack/react-router";
import type { ChildCategory } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { whole } from "./whole";

export function Below({ categories }: { categories: readonly ChildCategory[] }) {
  const { t } = useTexts();
  if (categories.length === 0) return null;
  return (
    <section aria-labelledby="children" className="flex flex-col gap-2">
      <h2 id="children" className="text-xl">
        {t("market.children")}
      </h2>
      <ul className="sheet divide-y divide-rule">
        {categories.map((child) => (
          <Child key={child.category.category_id} child={child} />
        ))}
      </ul>
    </section>
  );
}

function Child({ child }: { child: ChildCategory }) {
  const { t, format } = useTexts();
  const { category } = child;
  return (
    <li className="grid gap-x-6 gap-y-2 px-3 py-2.5 sm:px-4 lg:grid-cols-[minmax(0,1fr)_30rem]">
      <div className="min-w-0">
        <Link
          to="/c/$categoryId"
          params={{ categoryId: String(category.category_id) }}
          dir="auto"
          className="link inline-block py-1 font-medium wrap-anywhere"
        >
          {format.title(category.titles) ?? `№ ${category.category_id}`}
        </Link>
        <p className="text-xs text-soft">{t("market.products", { n: child.products })}</p>
      </div>
      {child.products > 0 && (
        <dl className="grid grid-cols-2 gap-x-3 gap-y-1 text-sm sm:grid-cols-3">
          <div className="min-w-0">
            <dt className="text-xs text-soft">{t("market.revenue")}</dt>
            <dd>
              <EstimateFigure estimate={whole(child.revenue_28)} kind="revenue" />
            </dd>
          </div>
          <div className="min-w-0">
            <dt className="text-xs text-soft">{t("market.units")}</dt>
            <dd>
              <EstimateFigure estimate={whole(child.days_28)} />
            </dd>
          </div>
          <div className="min-w-0 max-sm:col-span-2">
            <dt className="text-xs text-soft">{t("growth.title")}</dt>
            <dd>
              <GrowthFigure growth={child.growth} />
            </dd>
          </div>
        </dl>
      )}
    </li>
  );
}
