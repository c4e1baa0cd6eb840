/** Niches in their order: a table whose headings order it where there is room, else cards. */
import { Link } from "@tanstack/react-router";
import type { Niche, NicheMeasure } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useWide } from "@/shared/ui/useWide";
import { NicheFigure } from "./figures";
import { COLUMNS } from "./search";

interface Props {
  niches: readonly Niche[];
  /** A measure; `-` before it: the highest first. */
  sort: string;
  onSort: (sort: string) => void;
}

export function NicheRows(props: Props) {
  const wide = useWide();
  return (
    <>
      {!wide && <SortField {...props} />}
      {wide ? <Table {...props} /> : <Cards {...props} />}
    </>
  );
}

function Table({ niches, sort, onSort }: Props) {
  const { t } = useTexts();
  const chosen = sort.replace(/^-/, "");
  const falling = sort.startsWith("-");
  return (
    <div className="sheet overflow-x-auto">
      <table className="w-full table-fixed border-collapse text-xs">
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <th scope="col" className="w-16 py-2 ps-4 text-start font-medium">
              {t("niches.place")}
            </th>
            <th scope="col" className="w-[14%] py-2 ps-2 text-start font-medium">
              {t("niches.niche")}
            </th>
            {COLUMNS.map((measure) => (
              <th
                key={measure}
                scope="col"
                aria-sort={measure === chosen ? (falling ? "descending" : "ascending") : undefined}
                className="px-1.5 py-1 text-end font-medium wrap-anywhere last:pe-4"
              >
                <button
                  type="button"
                  className={`min-h-9 text-end hover:text-ink ${measure === chosen ? "font-semibold text-ink" : ""}`}
                  onClick={() => onSort(measure === chosen && falling ? measure : `-${measure}`)}
                >
                  {t(`niches.m.${measure}`)}
                  {measure === chosen && <span aria-hidden="true"> {falling ? "▼" : "▲"}</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {niches.map((niche) => (
            <tr key={niche.niche_id} className="border-b border-rule align-top last:border-b-0 hover:bg-sunk">
              <td className="py-3 ps-4">
                <Place niche={niche} />
              </td>
              <th scope="row" className="py-3 ps-2 pe-2 text-start font-normal">
                <NicheLink niche={niche} />
              </th>
              {COLUMNS.map((measure) => (
                <td key={measure} className="numeric px-1.5 py-3 whitespace-normal last:pe-4">
                  <NicheFigure niche={niche} measure={measure} align="end" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ niches }: Props) {
  const { t } = useTexts();
  return (
    <ol className="grid gap-3 sm:grid-cols-2">
      {niches.map((niche) => (
        <li key={niche.niche_id} className="sheet flex min-w-0 flex-col gap-3 p-3">
          <div className="flex gap-3">
            <Place niche={niche} />
            <NicheLink niche={niche} />
          </div>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-2 border-t border-rule pt-2 text-sm">
            {COLUMNS.map((measure) => (
              <div key={measure} className="min-w-0">
                <dt className="text-xs text-soft wrap-anywhere">{t(`niches.m.${measure}`)}</dt>
                <dd>
                  <NicheFigure niche={niche} measure={measure} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

function SortField({ sort, onSort }: Props) {
  const { t } = useTexts();
  const orders = COLUMNS.flatMap((measure) => [`-${measure}`, measure]);
  return (
    <label className="flex flex-col gap-1 text-xs text-soft">
      {t("sort.label")}
      <select
        className="field w-full text-base text-ink"
        value={sort}
        onChange={(event) => onSort(event.target.value)}
      >
        {(orders.includes(sort) ? orders : [sort, ...orders]).map((one) => (
          <option key={one} value={one}>
            {t(`niches.m.${one.replace(/^-/, "") as NicheMeasure}`)} {one.startsWith("-") ? "▼" : "▲"}
          </option>
        ))}
      </select>
    </label>
  );
}

/** One place where intervals do not overlap, else those it may have. */
function Place({ niche: { place } }: { niche: Niche }) {
  const { t } = useTexts();
  if (!place) return <span className="w-7 shrink-0 text-soft">—</span>;
  return (
    <p className="flex w-12 shrink-0 flex-col font-head text-lg leading-tight">
      {place.point}
      {place.first !== place.last && (
        <span className="font-body text-xs whitespace-nowrap text-soft" title={t("niches.place_means")}>
          ({place.first}…{place.last})
        </span>
      )}
    </p>
  );
}

function NicheLink({ niche }: { niche: Niche }) {
  const { t, format } = useTexts();
  const title = format.title(niche.titles) ?? `№ ${niche.niche_id}`;
  const name = "font-medium wrap-anywhere hover:text-accent";
  return (
    <div className="min-w-0">
      {niche.kind === "category" ? (
        <Link to="/c/$categoryId" params={{ categoryId: String(niche.niche_id) }} dir="auto" className={name}>
          {title}
        </Link>
      ) : (
        <Link
          to="/niches/same/$clusterId"
          params={{ clusterId: String(niche.niche_id) }}
          dir="auto"
          className={name}
        >
          {title}
        </Link>
      )}
      <p className="text-xs text-soft">
        {niche.kind === "cluster" && niche.category && `${format.title(niche.category.titles) ?? ""} · `}
        {t("niches.goods", { n: niche.products })}
      </p>
    </div>
  );
}
