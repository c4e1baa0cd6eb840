/** Whose a product is: one's own, a rival's, or neither. Pressing the pressed one takes it back. */
import type { Mark, WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { MARKS } from "./search";

interface Props {
  title: string;
  mark: Mark | null;
  onMark: (mark: Mark | null) => void;
}

function Marks({ title, mark, onMark }: Props) {
  const { t } = useTexts();
  return (
    <div role="group" aria-label={t("watch.mark_of", { title })} className="flex gap-1.5">
      {MARKS.map((each) => (
        <button
          key={each}
          type="button"
          className="chip !min-h-9 !px-3 text-sm"
          aria-pressed={mark === each}
          onClick={() => onMark(mark === each ? null : each)}
        >
          {mark === each && <span aria-hidden="true">✓</span>}
          {t(`mark.${each}`)}
        </button>
      ))}
    </div>
  );
}

interface Editing {
  row: WatchedProduct;
  onMark?: (mark: Mark | null) => void;
  onEdit?: () => void;
  /** The way to its note and tags stands in words. */
  worded?: boolean;
}

/** The mark, and the way to note, tags and lists; for who may change neither, the mark as a word. */
export function MarkAndEdit({ row, onMark, onEdit, worded = false }: Editing) {
  const { t, format } = useTexts();
  const title = format.title(row.titles) ?? t("product.untitled", { id: String(row.product_id) });
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {onMark ? (
        <Marks title={title} mark={row.mark} onMark={onMark} />
      ) : (
        row.mark && <span className="font-semibold text-accent">{t(`mark.${row.mark}`)}</span>
      )}
      {onEdit && (
        <button
          type="button"
          className="button button-small !px-2"
          aria-label={t("watch.edit_of", { title })}
          title={t("watch.edit")}
          onClick={onEdit}
        >
          <span className={worded ? "sm:hidden" : ""}>
            <Icon name="file" />
          </span>
          {worded && <span className="px-1 max-sm:hidden">{t("watch.edit")}</span>}
        </button>
      )}
    </div>
  );
}
