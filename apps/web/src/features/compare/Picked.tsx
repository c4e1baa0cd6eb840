/** What is compared: what stands for each line in the drawing, and how to move it, single it out, take it away, or add its category. */
import { Link } from "@tanstack/react-router";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { SignButton } from "@/shared/ui/SignButton";
import { useProblemText } from "@/shared/ui/states";
import { categoryKey, MOST } from "./chosen";
import { categoryOf, type LineKey } from "./search";
import { Swatch } from "./Swatch";
import type { Compared, ComparedCategory, ComparedProduct } from "./useCompared";

export interface Deeds {
  move: (place: number, by: 1 | -1) => void;
  take: (id: LineKey) => void;
  single: (id: LineKey) => void;
  add: (id: LineKey) => void;
}

interface Props extends Deeds {
  all: readonly Compared[];
  /** The line singled out. */
  on: LineKey | undefined;
}

export function Picked({ all, on, move, take, single, add }: Props) {
  const { t } = useTexts();
  const name = useNames();
  return (
    <ol aria-label={t("compare.products")} className="grid gap-2 lg:grid-cols-2">
      {all.map((each, place) => {
        const words = { name: name(each) };
        return (
          <li key={each.id} className="sheet flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <Swatch place={place} />
            <div className="min-w-0 grow basis-40">
              <PlaceLink each={each} className="line-clamp-2 font-medium wrap-anywhere hover:underline" />
              {each.category ? <OfCategory each={each} /> : <ItsCategory each={each} all={all} onAdd={add} />}
              <Trouble each={each} />
            </div>
            <div className="ms-auto flex gap-1">
              <button
                type="button"
                aria-pressed={each.id === on}
                aria-label={t("compare.single_of", words)}
                title={t("compare.single")}
                className="button button-small !px-2 aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
                onClick={() => single(each.id)}
              >
                <Icon name="star" filled={each.id === on} />
              </button>
              <SignButton
                small
                label={t("compare.up_of", words)}
                sign="↑"
                off={place === 0}
                onClick={() => move(place, -1)}
              />
              <SignButton
                small
                label={t("compare.down_of", words)}
                sign="↓"
                off={place === all.length - 1}
                onClick={() => move(place, 1)}
              />
              <SignButton
                small
                label={t("compare.remove_of", words)}
                sign="✕"
                onClick={() => take(each.id)}
              />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** A line's name, leading to its page. */
export function PlaceLink({ each, className }: { each: Compared; className: string }) {
  const name = useNames()(each);
  const categoryId = categoryOf(each.id);
  const shown = { dir: "auto", className } as const;
  return categoryId === undefined ? (
    <Link to="/p/$id" params={{ id: String(each.id) }} {...shown}>
      {name}
    </Link>
  ) : (
    <Link to="/c/$categoryId" params={{ categoryId: String(categoryId) }} {...shown}>
      {name}
    </Link>
  );
}

function OfCategory({ each: { category } }: { each: ComparedCategory }) {
  const { t } = useTexts();
  if (!category.data) return null;
  return <p className="text-xs text-soft">{t("compare.category_of", { n: category.data.size.products })}</p>;
}

interface ItsCategoryProps {
  each: ComparedProduct;
  all: readonly Compared[];
  onAdd: (id: LineKey) => void;
}

/** One tap puts the category a product stands in beside it. */
function ItsCategory({ each, all, onAdd }: ItsCategoryProps) {
  const { t, format } = useTexts();
  const its = each.product.data?.category_path.at(-1);
  if (!its || all.length >= MOST) return null;
  const key = categoryKey(its.category_id);
  if (all.some(({ id }) => id === key)) return null;
  const name = format.title(its.titles) ?? `№ ${its.category_id}`;
  return (
    <button
      type="button"
      className="link block min-h-9 text-start text-sm wrap-anywhere"
      onClick={() => onAdd(key)}
    >
      + {t("compare.its_category", { name })}
    </button>
  );
}

function Trouble({ each }: { each: Compared }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { error } = each.category ?? each.product;
  if (!error) return null;
  const gone = error instanceof ApiProblem && error.status === 404;
  const unknown = t(each.category ? "compare.unknown_category" : "compare.unknown");
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {gone ? unknown : problem(error)}
    </p>
  );
}

/** What a line is called, also before it is known. */
export function useNames(): (each: Compared) => string {
  const { t, format } = useTexts();
  return ({ id, product, category }) => {
    const data = category?.data ?? product?.data;
    const number = categoryOf(id);
    const unnamed = number === undefined ? t("product.untitled", { id: String(id) }) : `№ ${number}`;
    return (data && format.title(data.titles)) ?? unnamed;
  };
}
