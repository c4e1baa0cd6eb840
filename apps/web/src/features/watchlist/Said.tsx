/** What the organisation says of a product: mark, tags, lists and note; for who may, with the ways to change it. */
import { Link } from "@tanstack/react-router";
import type { Mark, NamedList, WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { Marks } from "./Marks";

interface Props {
  row: WatchedProduct;
  lists: readonly NamedList[];
  onMark?: (mark: Mark | null) => void;
  onEdit?: () => void;
}

/** Whether the organisation says anything of it. */
export const isSaid = ({ mark, note, tags, lists }: WatchedProduct): boolean =>
  Boolean(mark || note) || tags.length + lists.length > 0;

export function Said({ row, lists, onMark, onEdit }: Props) {
  const { t, format } = useTexts();
  const title = format.title(row.titles) ?? t("product.untitled", { id: String(row.product_id) });
  const inside = lists.filter((list) => !list.deleted_at && row.lists.includes(list.list_id));
  return (
    <div className="flex flex-col gap-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {onMark ? (
          <Marks title={title} mark={row.mark} onMark={onMark} />
        ) : (
          row.mark && <span className="font-semibold text-accent">{t(`mark.${row.mark}`)}</span>
        )}
        {onEdit && (
          <button
            type="button"
            className="button button-small max-sm:!px-2"
            aria-label={t("watch.edit_of", { title })}
            onClick={onEdit}
          >
            <span className="sm:hidden">
              <Icon name="file" />
            </span>
            <span className="max-sm:hidden">{t("watch.edit")}</span>
          </button>
        )}
        {row.tags.map((tag) => (
          <Link key={tag} to="/watchlist" search={{ tag }} dir="auto" className="link py-1 wrap-anywhere">
            #{tag}
          </Link>
        ))}
        {inside.map((list) => (
          <Link
            key={list.list_id}
            to="/watchlist"
            search={{ list: list.list_id }}
            dir="auto"
            className="py-1 wrap-anywhere text-soft underline underline-offset-4"
          >
            {list.name}
          </Link>
        ))}
      </div>
      {row.note && (
        <p
          dir="auto"
          className="max-w-prose border-s-2 border-rule-strong ps-2 whitespace-pre-line wrap-anywhere"
        >
          {row.note}
        </p>
      )}
    </div>
  );
}
