/** Narrowing the watchlist: by list, tag and mark; and its order. */
import type { NamedList, Tag } from "@/shared/api/shapes";
import { readId } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { SortField } from "@/shared/ui/SortField";
import { sameTag } from "./before";
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
        <SortField sort={search.sort} onSort={(sort) => onChange({ sort })} />
      </div>
      <div role="group" aria-label={t("watch.mark")} className="col-span-2 flex flex-wrap gap-2">
        {[...MARKS, "none" as const].map((mark) => (
          <button
            key={mark}
            type="button"
            className="chip max-sm:!px-3 max-sm:text-sm"
            aria-pressed={search.mark === mark}
            onClick={() => onChange({ mark: search.mark === mark ? undefined : mark })}
          >
            {search.mark === mark && <span aria-hidden="true">✓</span>}
            {t(`watch.only_${mark}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface Choosing {
  label: string;
  all: string;
  value: string | number | undefined;
  options: [string | number, string][];
  onChange: (value: string) => void;
}

function Choice({ label, all, value, options, onChange }: Choosing) {
  // What the address asks for is shown also where it is no choice any more.
  const lost = value !== undefined && !options.some(([one]) => one === value);
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-60">
      {label}
      <select
        className="field w-full text-base text-ink"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{all}</option>
        {lost && <option value={value}>{value}</option>}
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
