/** Of what kind, in which category, and between which ends each measure must lie. */
import { useId, useState } from "react";
import type { Category, NicheMeasure } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { CategoryField } from "@/shared/ui/CategoryField";
import { Chip } from "@/shared/ui/Chip";
import { useSay } from "./figures";
import {
  IN_PERCENT,
  KINDS,
  MEASURES,
  MOST_WANTS,
  readWants,
  writeWants,
  type NicheSearch,
  type Want,
} from "./search";

interface Props {
  search: NicheSearch;
  categories: readonly Category[];
  onChange: (part: Partial<NicheSearch>) => void;
}

export function NicheFilters({ search, categories, onChange }: Props) {
  const { t } = useTexts();
  const wants = readWants(search.want);
  const put = (next: Want[]) => onChange({ want: writeWants(next) });
  return (
    <div className="flex flex-col gap-3">
      <div role="group" aria-label={t("niches.kind")} className="flex flex-wrap gap-2">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={kind === (search.kind ?? "category")}
            onClick={() => onChange({ kind: kind === "category" ? undefined : kind, all: undefined })}
          >
            {t(`niches.kind.${kind}`)}
          </button>
        ))}
        {search.kind !== "cluster" && (
          <Chip
            words={t("niches.all_levels")}
            on={search.all === "1"}
            onChange={(on) => onChange({ all: on ? "1" : undefined })}
          />
        )}
        <Chip
          words={t("niches.sure")}
          on={search.sure === "1"}
          onChange={(on) => onChange({ sure: on ? "1" : undefined })}
        />
      </div>
      <div className="flex flex-wrap">
        <CategoryField
          value={search.category}
          categories={categories}
          onChange={(category) => onChange({ category })}
        />
      </div>
      {wants.length > 0 && (
        <ul aria-label={t("niches.filters")} className="flex flex-wrap gap-2">
          {wants.map((want, at) => (
            <li key={`${want.measure}-${at}`}>
              <button
                type="button"
                className="chip max-w-full"
                aria-label={t("niches.take_out", { filter: t(`niches.m.${want.measure}`) })}
                onClick={() => put(wants.filter((_, other) => other !== at))}
              >
                <Said want={want} /> <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {wants.length < MOST_WANTS && <AddWant onAdd={(want) => put([...wants, want])} />}
    </div>
  );
}

function Said({ want }: { want: Want }) {
  const { t } = useTexts();
  const say = useSay()(want.measure);
  const ends = [want.least, want.most].map((end) => (end === undefined ? "…" : say(end)));
  return (
    <>
      {t(`niches.m.${want.measure}`)}: {ends[0]} – {ends[1]}
    </>
  );
}

function AddWant({ onAdd }: { onAdd: (want: Want) => void }) {
  const { t } = useTexts();
  const [measure, setMeasure] = useState<NicheMeasure>("growth");
  const id = useId();
  const percent = IN_PERCENT.includes(measure);
  const read = (value: FormDataEntryValue | null): number | undefined => {
    const text = typeof value === "string" ? value.replace(/\s/g, "").replace(",", ".") : "";
    if (!/^-?\d{1,13}(\.\d{1,4})?$/.test(text)) return undefined;
    return percent ? Math.round(Number(text) * 100) / 10_000 : Number(text);
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [least, most] = [read(form.get("least")), read(form.get("most"))];
        if (least === undefined && most === undefined) return;
        if (least !== undefined && most !== undefined && least > most) return;
        onAdd({ measure, ...(least !== undefined && { least }), ...(most !== undefined && { most }) });
        event.currentTarget.reset();
      }}
    >
      <label
        htmlFor={`${id}m`}
        className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-64"
      >
        {t("niches.filter_by")}
        <select
          id={`${id}m`}
          className="field w-full text-base text-ink"
          value={measure}
          onChange={(event) => setMeasure(MEASURES.find((one) => one === event.target.value) ?? "growth")}
        >
          {MEASURES.map((one) => (
            <option key={one} value={one}>
              {t(`niches.m.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {(["least", "most"] as const).map((end) => (
        <label
          key={end}
          className="flex min-w-0 grow basis-24 flex-col gap-1 text-xs text-soft sm:grow-0 sm:basis-32"
        >
          {t(`niches.${end}`)}
          {percent && " (%)"}
          <input
            name={end}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            maxLength={18}
            className="field w-full text-base text-ink"
          />
        </label>
      ))}
      <button type="submit" className="button">
        {t("niches.add_filter")}
      </button>
    </form>
  );
}
