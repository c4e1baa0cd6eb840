/** One product: what it is, what it sells, day by day, and where each number comes from. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue } from "react";
import { ApiProblem } from "@/shared/api/client";
import { productQuery } from "@/shared/api/queries";
import type { Product } from "@/shared/api/shapes";
import { readId } from "@/shared/address";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { FigureBlock } from "./FigureBlock";
import { ProductHeader } from "./ProductHeader";
import { DEFAULT_RANGE } from "./search";

const Below = lazy(() => import("./Below"));
const route = getRouteApi("/p/$id");

export function ProductPage() {
  const id = readId(route.useParams().id);
  if (id === undefined) return <NoSuchProduct />;
  return <Known id={id} />;
}

function Known({ id }: { id: number }) {
  const { t, format } = useTexts();
  const { range = DEFAULT_RANGE, sku } = route.useSearch();
  const today = dayOfInstant(new Date(useNow()).toISOString());
  // A variant's days are asked for by themselves, and where all are shown the first day is not known yet.
  const drawn = range === "all" || sku ? undefined : stretchOf(range, today, null);
  const product = useQuery(productQuery(id, drawn));
  usePageTitle(
    product.data ? (format.title(product.data.titles) ?? t("product.untitled", { id: String(id) })) : null,
  );
  if (product.error instanceof ApiProblem && product.error.status === 404 && !product.data)
    return <NoSuchProduct />;
  return (
    <Answer query={product} skeleton={<ProductSkeleton />}>
      {(data) => <Loaded product={data} />}
    </Answer>
  );
}

function Loaded({ product }: { product: Product }) {
  // What it is and what it sells are there first; what lies below them is made in slices.
  const whole = useDeferredValue(true, false);
  return (
    <article className="flex flex-col gap-6">
      <ProductHeader product={product} />
      <FigureBlock product={product} />
      <Suspense fallback={<BelowSkeleton />}>
        {whole ? <Below product={product} /> : <BelowSkeleton />}
      </Suspense>
    </article>
  );
}

const BelowSkeleton = () => <Skeleton rows={1} height="h-96" />;

function ProductSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton rows={1} height="h-28" />
      <Skeleton rows={1} height="h-32" />
      <Skeleton rows={1} height="h-96" />
    </div>
  );
}

function NoSuchProduct() {
  const { t } = useTexts();
  return (
    <Empty title={t("product.none")}>
      <p className="max-w-prose text-soft">{t("product.none_text")}</p>
      <Link to="/" className="button button-main">
        {t("not_found.home")}
      </Link>
    </Empty>
  );
}
