/** The choices below the palette's field, and what is said when there are none yet or at all. */
import type { MouseEvent } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { useProblemText } from "@/shared/ui/states";
import type { Entry, Group } from "./entry";

interface Props {
  id: string;
  groups: readonly Group[];
  /** The one that Enter takes. */
  current: string | undefined;
  optionOf: (id: string) => string;
  onPoint: (id: string) => void;
  onPick: (event: MouseEvent, entry: Entry) => void;
}

export function OptionList({ id, groups, current, optionOf, onPoint, onPick }: Props) {
  const { t } = useTexts();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("palette.results")}
      className="min-h-0 grow overflow-y-auto overscroll-contain p-2 empty:hidden"
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
    >
      {groups.map(({ title, entries }) => (
        <div key={title} role="group" aria-labelledby={`${id}-${title}`} className="pb-2">
          <p id={`${id}-${title}`} className="px-3 py-1 text-xs font-medium text-soft">
            {t(title)}
          </p>
          {entries.map((entry) => (
            <Option
              key={entry.id}
              id={optionOf(entry.id)}
              entry={entry}
              chosen={entry.id === current}
              onPoint={() => onPoint(entry.id)}
              onPick={(event) => onPick(event, entry)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  chosen: boolean;
  onPoint: () => void;
  onPick: (event: MouseEvent) => void;
}

function Option({ id, entry, chosen, onPoint, onPick }: OptionProps) {
  const Part = entry.href ? "a" : "div";
  return (
    <Part
      id={id}
      href={entry.href}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      onMouseMove={chosen ? undefined : onPoint}
      onClick={onPick}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 aria-selected:bg-accent-soft aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
    >
      <span className="text-soft">
        <Icon name={entry.icon} />
      </span>
      <span className="min-w-0 grow">
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {entry.label}
        </span>
        {entry.note && (
          <span dir="auto" className="line-clamp-1 text-xs wrap-anywhere text-soft">
            {entry.note}
          </span>
        )}
      </span>
    </Part>
  );
}

interface SaidProps {
  found: { waiting: boolean; away: boolean; error: unknown };
  count: number;
  /** Nothing is typed. */
  empty: boolean;
}

/** How the search stands, seen and heard. */
export function Said({ found, count, empty }: SaidProps) {
  const { t } = useTexts();
  const problem = useProblemText();
  const words = (): string => {
    if (empty) return "";
    if (found.away) return `△ ${t("away.title")}. ${t("away.text")}`;
    if (found.waiting) return t("state.loading");
    if (found.error) return `✕ ${problem(found.error)}`;
    return count === 0 ? t("palette.nothing") : t("palette.count", { n: count });
  };
  return (
    <div className="border-t border-rule px-4 py-2 text-sm text-soft">
      <p role="status" className={found.away ? "text-warn" : found.error ? "text-bad" : ""}>
        {words()}
      </p>
      {empty && (
        <p className="pointer-coarse:hidden">{t("palette.hint", { enter: "Enter", escape: "Esc" })}</p>
      )}
    </div>
  );
}
