/** A field that finds and takes: what is typed is searched for, arrows choose, Enter takes. */
import { useQuery, type QueryKey, type UseQueryOptions } from "@tanstack/react-query";
import { useId, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from "react";
import { ApiAway } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { movedTo } from "./listbox";
import { useProblemText } from "./states";
import { useSettled } from "./useSettled";

interface Props<R, L extends { items: R[] }, K extends QueryKey> {
  label: string;
  placeholder: string;
  /** What the list of what was found is called, and what is said when nothing was. */
  found: string;
  nothing: string;
  /** Why nothing more can be taken. */
  full?: string | undefined;
  find: (q: string) => UseQueryOptions<L, Error, L, K>;
  idOf: (row: R) => number | string;
  without?: readonly (number | string)[];
  option: (row: R) => ReactNode;
  onPick: (row: R) => void;
}

export function Finder<R, L extends { items: R[] }, K extends QueryKey>(props: Props<R, L, K>) {
  const { full, idOf, without = [] } = props;
  const name = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const q = typed.trim();
  const asked = useSettled(q);
  const found = useQuery(props.find(asked));
  const rows =
    asked === q && q ? (found.data?.items ?? []).filter((row) => !without.includes(idOf(row))) : [];
  const shown = open && q !== "" && !full;
  const current = rows[Math.min(at, rows.length - 1)];
  const optionOf = (row: R) => `${name}-${idOf(row)}`;

  const pick = (row: R) => {
    props.onPick(row);
    setTyped("");
    setAt(0);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") setOpen(false);
    if (event.key === "Enter" && shown && current) {
      event.preventDefault();
      pick(current);
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !shown) return;
    const to = movedTo(event.key, at, rows.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
  };
  return (
    <div className="relative" onBlur={(event) => leaves(event) && setOpen(false)}>
      <label htmlFor={`${name}-field`} className="mb-1 block text-xs text-soft">
        {props.label}
      </label>
      <input
        id={`${name}-field`}
        type="search"
        role="combobox"
        aria-expanded={shown && rows.length > 0}
        aria-controls={`${name}-list`}
        aria-activedescendant={shown && current ? optionOf(current) : undefined}
        aria-autocomplete="list"
        aria-describedby={full ? `${name}-full` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        disabled={Boolean(full)}
        placeholder={props.placeholder}
        value={typed}
        className="field w-full text-base disabled:opacity-60"
        onFocus={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKey}
      />
      {full && (
        <p id={`${name}-full`} className="mt-1 text-sm text-soft">
          {full}
        </p>
      )}
      {shown && (
        <div className="sheet absolute inset-x-0 z-30 mt-1 max-h-96 overflow-y-auto p-1 shadow-lg">
          <div
            id={`${name}-list`}
            role="listbox"
            aria-label={props.found}
            onMouseDown={(event) => event.preventDefault()}
          >
            {rows.map((row) => (
              <div
                key={idOf(row)}
                id={optionOf(row)}
                role="option"
                aria-selected={row === current}
                onClick={() => pick(row)}
                className="flex min-h-14 cursor-pointer items-center gap-3 rounded-lg px-2 py-1 hover:bg-sunk aria-selected:bg-accent-soft aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
              >
                {props.option(row)}
              </div>
            ))}
          </div>
          {rows.length === 0 && (
            <Said
              waiting={asked !== q || found.isPending}
              away={found.failureReason instanceof ApiAway}
              error={found.error}
              nothing={props.nothing}
            />
          )}
        </div>
      )}
    </div>
  );
}

const leaves = (event: FocusEvent): boolean => !event.currentTarget.contains(event.relatedTarget);

interface SaidProps {
  waiting: boolean;
  away: boolean;
  error: unknown;
  nothing: string;
}

function Said({ waiting, away, error, nothing }: SaidProps) {
  const { t } = useTexts();
  const problem = useProblemText();
  const words = away
    ? `△ ${t("away.title")}`
    : waiting
      ? t("state.loading")
      : error
        ? `✕ ${problem(error)}`
        : nothing;
  return (
    <p role="status" className="px-3 py-3 text-sm text-soft">
      {words}
    </p>
  );
}
