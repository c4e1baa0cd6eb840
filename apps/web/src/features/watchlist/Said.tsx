/** What the organisation says of a product: mark, tags, lists and note; for who may, with the ways to change it. */
import { Link } from "@tanstack/react-router";
import type { Mark, NamedList, WatchedProduct } from "@/shared/api/shapes";
import { Tags } from "./Cell";
import type { Column } from "./columns";
import { MarkAndEdit } from "./Marks";

interface Props {
  row: WatchedProduct;
  lists: readonly NamedList[];
  /** What has a column of its own is not said again. */
  columns?: readonly Column[];
  onMark?: (mark: Mark | null) => void;
  onEdit?: () => void;
}

/** Whether anything of it is left to say beside the columns; for who may change it, the ways to do so. */
export function isSaid(row: WatchedProduct, columns: readonly Column[], edits: boolean): boolean {
  const { mark, note, tags, lists } = row;
  return (
    (!columns.includes("mark") && (edits || mark !== null)) ||
    (!columns.includes("tags") && tags.length > 0) ||
    (!columns.includes("note") && note !== "") ||
    lists.length > 0
  );
}

export function Said({ row, lists, columns = [], onMark, onEdit }: Props) {
  const inside = lists.filter((list) => !list.deleted_at && row.lists.includes(list.list_id));
  const marks = !columns.includes("mark");
  const tags = columns.includes("tags") ? [] : row.tags;
  const note = columns.includes("note") ? "" : row.note;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {marks && <MarkAndEdit row={row} onMark={onMark} onEdit={onEdit} worded />}
        {tags.length > 0 && <Tags tags={tags} />}
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
      {note && (
        <p
          dir="auto"
          className="max-w-prose border-s-2 border-rule-strong ps-2 whitespace-pre-line wrap-anywhere"
        >
          {note}
        </p>
      )}
    </div>
  );
}
