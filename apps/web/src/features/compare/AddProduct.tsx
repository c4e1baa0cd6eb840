/** The field that finds a product and adds it: what is typed is searched for, arrows choose, Enter takes. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";
import { ApiAway } from "@/shared/api/client";
import { foundProductsQuery } from "@/shared/api/queries";
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { movedTo } from "@/shared/ui/listbox";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useProblemText } from "@/shared/ui/states";
import { useSettled } from "@/shared/ui/useSettled";
import { MOST } from "./search";

interface Props {
  /** Those that are compared already. */
  ids: readonly number[];
  onAdd: (id: number) => void;
}

export function AddProduct({ ids, onAdd }: Props) {
  const { t } = useTexts();
  const name = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const q = typed.trim();
  const asked = useSettled(q);
  const found = useQuery(foundProductsQuery(asked));
  const rows =
    asked === q && q ? (found.data?.items ?? []).filter((row) => !ids.includes(row.product_id)) : [];
  const full = ids.length >= MOST;
  const shown = open && q !== "" && !full;
  const current = rows[Math.min(at, rows.length - 1)];
  const optionOf = (row: ProductRow) => `${name}-${row.product_id}`;

  const add = (row: ProductRow) => {
    onAdd(row.product_id);
    setTyped("");
    setAt(0);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") setOpen(false);
    if (event.key === "Enter" && shown && current) {
      event.preventDefault();
      add(current);
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !shown) return;
    const to = movedTo(event.key, at, rows.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
  };
  return (
    <div className="relative max-w-xl" onBlur={(event) => leaves(event) && setOpen(false)}>
      <label htmlFor={`${name}-field`} className="mb-1 block text-sm text-soft">
        {t("compare.add")}
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
        disabled={full}
        placeholder={t("search.placeholder")}
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
          {t("compare.full", { n: MOST })}
        </p>
      )}
      {shown && (
        <div className="sheet absolute inset-x-0 z-30 mt-1 max-h-96 overflow-y-auto p-1 shadow-lg">
          <div
            id={`${name}-list`}
            role="listbox"
            aria-label={t("compare.found")}
            onMouseDown={(event) => event.preventDefault()}
          >
            {rows.map((row) => (
              <Option
                key={row.product_id}
                id={optionOf(row)}
                row={row}
                chosen={row === current}
                onPick={() => add(row)}
              />
            ))}
          </div>
          {rows.length === 0 && (
            <Said
              waiting={asked !== q || found.isPending}
              away={found.failureReason instanceof ApiAway}
              error={found.error}
            />
          )}
        </div>
      )}
    </div>
  );
}

const leaves = (event: React.FocusEvent): boolean => !event.currentTarget.contains(event.relatedTarget);

interface OptionProps {
  id: string;
  row: ProductRow;
  chosen: boolean;
  onPick: () => void;
}

function Option({ id, row, chosen, onPick }: OptionProps) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      onClick={onPick}
      className="flex min-h-14 cursor-pointer items-center gap-3 rounded-lg px-2 py-1 hover:bg-sunk aria-selected:bg-accent-soft aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
    >
      <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} size="list" />
      <span className="min-w-0">
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {title ?? t("product.untitled", { id: String(row.product_id) })}
        </span>
        <span dir="auto" className="line-clamp-1 text-xs text-soft">
          {[row.seller?.title, row.price_uzs === null ? null : format.money(row.price_uzs)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </div>
  );
}

function Said({ waiting, away, error }: { waiting: boolean; away: boolean; error: unknown }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const words = away
    ? `△ ${t("away.title")}`
    : waiting
      ? t("state.loading")
      : error
        ? `✕ ${problem(error)}`
        : t("compare.nothing");
  return (
    <p role="status" className="px-3 py-3 text-sm text-soft">
      {words}
    </p>
  );
}
