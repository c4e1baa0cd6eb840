/** A box to tick: of one product, or of all that are shown. */
import { useEffect, useRef } from "react";
import type { WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  /** Stands beside the box; without it the product's title is its name. */
  words?: string;
  row?: WatchedProduct;
  on: boolean;
  /** Some of what it stands for is ticked. */
  some?: boolean;
  onChange: (on: boolean) => void;
}

export function Picked({ words, row, on, some = false, onChange }: Props) {
  const { t, format } = useTexts();
  const box = useRef<HTMLInputElement>(null);
  const half = some && !on;
  useEffect(() => {
    if (box.current) box.current.indeterminate = half;
  }, [half]);
  const title = row && (format.title(row.titles) ?? t("product.untitled", { id: String(row.product_id) }));
  return (
    <label className="flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-2 text-sm">
      <input
        ref={box}
        type="checkbox"
        className="size-5 shrink-0 accent-accent"
        aria-label={title ? t("watch.pick_of", { title }) : undefined}
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
      {words}
    </label>
  );
}
