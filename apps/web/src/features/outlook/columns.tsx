/** What is said of each row, in the order it is read; the table and the cards say the same. */
import type { ReactNode } from "react";
import type { RisingKind, RisingRow } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { EmptyShelf, Level, Since, Surely, type Align } from "./Facts";
import { FirstSeen, Velocity } from "./New";
import type { SortName } from "./search";

export interface Column {
  key: TextKey;
  /** What the api calls it to sort by. */
  sort: SortName;
  of: (row: RisingRow, align: Align) => ReactNode;
}

const GROWTH: Column[] = [
  {
    key: "rising.col.growth_7",
    sort: "growth_7",
    of: ({ trend }, align) => <GrowthFigure growth={trend.growth_7} align={align} />,
  },
  {
    key: "rising.col.growth_28",
    sort: "growth_28",
    of: ({ trend }, align) => <GrowthFigure growth={trend.growth_28} align={align} />,
  },
];

const TESTED: Column[] = [
  {
    key: "rising.col.surely",
    sort: "growth",
    of: ({ trend }, align) => <Surely trend={trend} align={align} />,
  },
  ...GROWTH,
  { key: "rising.col.level", sort: "level", of: ({ trend }, align) => <Level trend={trend} align={align} /> },
  {
    key: "rising.col.since",
    sort: "since",
    of: ({ trend }, align) => <Since shift={trend.shift} align={align} />,
  },
  { key: "rising.col.empty", sort: "empty", of: ({ trend }) => <EmptyShelf days={trend.censored_days} /> },
];

const NEW: Column[] = [
  {
    key: "rising.col.velocity",
    sort: "level",
    of: ({ new: born, trend }, align) => <Velocity born={born} basis={trend.basis} align={align} />,
  },
  { key: "rising.col.first_seen", sort: "first_seen", of: ({ new: born }) => <FirstSeen born={born} /> },
  ...GROWTH,
  { key: "rising.col.empty", sort: "empty", of: ({ trend }) => <EmptyShelf days={trend.censored_days} /> },
];

export const columnsOf = (kind: RisingKind): readonly Column[] => (kind === "newcomers" ? NEW : TESTED);
