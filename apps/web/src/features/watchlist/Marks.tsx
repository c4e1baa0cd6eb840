/** Whose a product is: one's own, a rival's, or neither. Pressing the pressed one takes it back. */
import type { Mark } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { MARKS } from "./search";

interface Props {
  title: string;
  mark: Mark | null;
  onMark: (mark: Mark | null) => void;
}

export function Marks({ title, mark, onMark }: Props) {
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
