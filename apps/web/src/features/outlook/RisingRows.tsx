/** What rises, with its reasons: a table where there is room, else cards. */
import type { RisingKind, RisingRow } from "@/shared/api/shapes";
import { useNow } from "@/shared/ui/useNow";
import { useWide } from "@/shared/ui/useWide";
import { RisingCards } from "./RisingCards";
import { RisingTable } from "./RisingTable";
import type { RisingSort } from "./search";

export interface Listed {
  kind: RisingKind;
  rows: RisingRow[];
  now: number;
  sort: RisingSort;
  onSort: (sort: RisingSort) => void;
}

export const keyOf = ({ product, category, seller }: RisingRow): string =>
  `${product?.product_id}-${category?.category_id}-${seller?.seller_id}`;

export function RisingRows(props: Omit<Listed, "now">) {
  const wide = useWide();
  const now = useNow();
  return wide ? (
    <RisingTable {...props} now={now} />
  ) : (
    <RisingCards kind={props.kind} rows={props.rows} now={now} />
  );
}
