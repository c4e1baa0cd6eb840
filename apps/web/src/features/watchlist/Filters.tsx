/** Narrowing the watchlist: by list, tag, mark and what is there; further ones unfolded; and its order. */
import { useQuery } from "@tanstack/react-query";
import type { NamedList, Tag } from "@/shared/api/shapes";
import { facetsQuery } from "@/shared/api/watchlist";
import { readId } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { Chip } from "@/shared/ui/Chip";
import { Further } from "@/shared/ui/Further";
import { PriceField } from "@/shared/ui/PriceField";
import { sameTag } from "./before";
import { Choice } from "./Choice";
import { DEFAULT_SORT } from "./columns";
import { OrderField } from "./OrderField";
import { MARKS, type WatchSearch } from "./search";

interface Props {
  search: WatchSearch;
  lists: readonly NamedList[];
  tags: readonly Tag[];
  onChange: (part: Partial<WatchSearch>) => void;
}

export function Filters({ search, lists, tags, onChange }: Props) {
  const { t, format } = useTexts();
  const chosen = tags.find(({ tag }) => search.tag !== undefined && sameTag(tag, search.tag))?.tag;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap">
        {(lists.length > 0 || search.list) && (
          <Choice
            label={t("watch.list")}
            all={t("watch.all")}
            value={search.list}
            options={lists.map((one) => [one.list_id, `${one.name} (${format.count(one.products)})`])}
            onChange={(list) => onChange({ list: readId(list) })}
          />
        )}
        {(tags.length > 0 || search.tag) && (
          <Choice
            label={t("watch.tag")}
            all={t("watch.all")}
            value={chosen ?? search.tag}
            options={tags.map((one) => [one.tag, `${one.tag} (${format.count(one.products)})`])}
            onChange={(tag) => onChange({ tag: tag || undefined })}
          />
        )}
        <div className="col-span-2 sm:contents">
          <OrderField
            sort={search.sort ?? DEFAULT_SORT}
            onSort={(sort) => onChange({ sort: sort === DEFAULT_SORT ? undefined : sort })}
          />
        </div>
        <div role="group" aria-label={t("watch.mark")} className="col-span-2 flex flex-wrap gap-2">
          {[...MARKS, "none" as const].map((mark) => (
            <Chip
              key={mark}
              words={t(`watch.only_${mark}`)}
              on={search.mark === mark}
              onChange={(on) => onChange({ mark: on ? mark : undefined })}
            />
          ))}
        </div>
      </div>
      <FurtherFields search={search} onChange={onChange} />
    </div>
  );
}

type FurtherProps = Pick<Props, "search" | "onChange">;

function FurtherFields({ search, onChange }: FurtherProps) {
  const { stock, state, category, seller, from, to } = search;
  const set = [stock, state, category, seller, from, to].filter((one) => one !== undefined).length;
  return <Further set={set}>{() => <Fields search={search} onChange={onChange} />}</Further>;
}

function Fields({ search, onChange }: FurtherProps) {
  const { t, format } = useTexts();
  const facets = useQuery(facetsQuery).data;
  const counted = (words: string, products: number) => `${words} (${format.count(products)})`;
  return (
    <div className="grid grid-cols-2 items-end gap-2 pb-1 sm:flex sm:flex-wrap">
      <div className="col-span-2 sm:contents">
        <Choice
          label={t("filter.category")}
          all={t("watch.all")}
          value={search.category}
          options={(facets?.categories ?? []).map((one) => [
            one.category_id,
            counted(format.title(one.titles) ?? `№ ${one.category_id}`, one.products),
          ])}
          onChange={(category) => onChange({ category: readId(category) })}
        />
      </div>
      <div className="col-span-2 sm:contents">
        <Choice
          label={t("cols.seller")}
          all={t("watch.all")}
          value={search.seller}
          options={(facets?.sellers ?? []).map((one) => [
            one.seller_id,
            counted(one.title ?? `№ ${one.seller_id}`, one.products),
          ])}
          onChange={(seller) => onChange({ seller: readId(seller) })}
        />
      </div>
      <PriceField
        label={t("filter.price_from")}
        value={search.from}
        onChange={(from) => onChange({ from })}
      />
      <PriceField label={t("filter.price_to")} value={search.to} onChange={(to) => onChange({ to })} />
      <div className="col-span-2 flex flex-wrap gap-2">
        <Chip
          words={t("filter.in_stock")}
          on={search.stock === "in"}
          onChange={(on) => onChange({ stock: on ? "in" : undefined })}
        />
        <Chip
          words={t("watch.sold_out")}
          on={search.stock === "out"}
          onChange={(on) => onChange({ stock: on ? "out" : undefined })}
        />
        <Chip
          words={t("watch.only_gone")}
          on={search.state === "gone"}
          onChange={(on) => onChange({ state: on ? "gone" : undefined })}
        />
      </div>
    </div>
  );
}
