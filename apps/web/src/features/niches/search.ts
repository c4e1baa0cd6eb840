/** What the niche finder looks for lives in the address, as the api reads it; defaults are left out of it. */
import type { Query } from "@/shared/api/client";
import type { NicheKind, NicheMeasure, NicheWish } from "@/shared/api/shapes";
import { readId } from "@/shared/address";

export const KINDS = ["category", "cluster"] as const satisfies NicheKind[];
export const DEFAULT_SORT = "-revenue";
export const MOST_WANTS = 12;

/** Measures in the order they are read; those of the second list can be filtered by and have no column. */
export const COLUMNS = [
  "revenue", "units", "growth", "sellers", "hhi", "came", "price", "review_gap", "saturation",
] as const satisfies NicheMeasure[]; // prettier-ignore
export const MEASURES = [
  ...COLUMNS, "products", "leader", "gone", "staying", "idle", "season", "busy_price",
] as const satisfies NicheMeasure[]; // prettier-ignore
/** Shares: a hundredth of what a person writes. */
export const IN_PERCENT: readonly NicheMeasure[] = ["growth", "leader", "staying", "idle"];

export interface Want {
  measure: NicheMeasure;
  least?: number;
  most?: number;
}

export interface NicheSearch {
  kind?: NicheKind;
  category?: number;
  /** Categories of every level, and not only those with none below. */
  all?: "1";
  sure?: "1";
  want?: string;
  sort?: string;
}

export function readWants(words: string | undefined): Want[] {
  return (words ?? "").split(",").flatMap((word) => {
    const [name, least, most, ...rest] = word.split(":");
    const measure = MEASURES.find((one) => one === name);
    const ends = [number(least), number(most)] as const;
    if (!measure || rest.length > 0 || (ends[0] === undefined && ends[1] === undefined)) return [];
    return [
      {
        measure,
        ...(ends[0] !== undefined && { least: ends[0] }),
        ...(ends[1] !== undefined && { most: ends[1] }),
      },
    ];
  });
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

export const writeWants = (wants: readonly Want[]): string | undefined =>
  wants.map(({ measure, least, most }) => `${measure}:${least ?? ""}:${most ?? ""}`).join(",") || undefined;

export function readNicheSearch(raw: Readonly<Record<string, unknown>>): NicheSearch {
  const search: NicheSearch = {};
  if (raw.kind === "cluster") search.kind = "cluster";
  const category = readId(raw.category);
  if (category) search.category = category;
  if (String(raw.all) === "1") search.all = "1";
  if (String(raw.sure) === "1") search.sure = "1";
  const want = writeWants(
    readWants(typeof raw.want === "string" ? raw.want : undefined).slice(0, MOST_WANTS),
  );
  if (want) search.want = want;
  const sort = String(raw.sort ?? "");
  if (
    MEASURES.some((one) => one !== "busy_price" && (sort === one || sort === `-${one}`)) &&
    sort !== DEFAULT_SORT
  )
    search.sort = sort;
  return search;
}

/** The same as the api asks it. */
export function toQuery({
  kind = "category",
  category,
  all,
  sure,
  want,
  sort = DEFAULT_SORT,
}: NicheSearch): Query {
  return { kind, category, leaf: all ? "false" : "true", sure: sure ? "true" : undefined, want, sort };
}

/** The same as a recipe keeps it, and back. */
export const toWish = ({ kind, category, all, sure, want, sort }: NicheSearch): NicheWish => ({
  kind: kind ?? "category",
  category: category ?? null,
  leaf: !all,
  sure: sure === "1",
  sort: sort ?? DEFAULT_SORT,
  wants: readWants(want).map((one) => ({ least: null, most: null, ...one })),
});

export const ofWish = (wish: NicheWish): NicheSearch =>
  readNicheSearch({
    kind: wish.kind,
    category: wish.category,
    all: wish.leaf ? undefined : "1",
    sure: wish.sure ? "1" : undefined,
    want: writeWants(
      (wish.wants ?? []).map(
        ({ measure, least, most }) =>
          ({ measure, least: least ?? undefined, most: most ?? undefined }) as Want,
      ),
    ),
    sort: wish.sort,
  });
