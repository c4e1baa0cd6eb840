/** Which days and which shop are added up, and what goods cost where no purchase says so. */
import { useState } from "react";
import type { OwnShop } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Switch } from "@/shared/ui/Switch";
import { DEFAULT_SPAN, SPANS } from "./search";
import { useSums } from "./useSums";

export function SpanControls({ shops, spanned }: { shops: readonly OwnShop[]; spanned: boolean }) {
  const { t, format } = useTexts();
  const { search, change } = useSums();
  const [open, setOpen] = useState(search.days === "own");
  const read = shops.filter((one) => one.enabled);
  if (!spanned && read.length < 2) return null;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        {spanned && (
          <Switch
            label={t("ownsums.span")}
            choices={[
              ...SPANS.map((days) => [days, t("ownsums.days", { n: Number(days) })] as const),
              ["own", t("ownsums.own_days")] as const,
            ]}
            chosen={open ? "own" : search.days}
            onChoose={(days) => {
              setOpen(days === "own");
              if (days !== "own")
                change({ days: days === DEFAULT_SPAN ? undefined : days, from: undefined, to: undefined });
            }}
          />
        )}
        {read.length > 1 && (
          <label className="flex min-w-0 flex-col gap-1 text-xs text-soft">
            {t("ownsums.shop")}
            <select
              className="field text-base text-ink"
              value={search.shop ?? ""}
              onChange={(event) => change({ shop: event.target.value || undefined })}
            >
              <option value="">{t("ownsums.all_shops")}</option>
              {read.map((one) => (
                <option key={one.shop_id} value={one.shop_id}>
                  {one.title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {spanned && open && <OwnDays />}
      {spanned && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 text-sm text-soft">
          <span>{t("ownsums.from_to", { from: format.day(search.from), to: format.day(search.to) })}</span>
          <label className="flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              className="size-5"
              checked={search.cabinet}
              onChange={(event) => change({ cost: event.target.checked ? undefined : "own" })}
            />
            {t("ownsums.cabinet_cost")}
          </label>
        </div>
      )}
    </div>
  );
}

function OwnDays() {
  const { t } = useTexts();
  const { search, today, change } = useSums();
  const [days, setDays] = useState({ from: search.from, to: search.to });
  const wrong = days.from > days.to;
  const take = (next: typeof days) => {
    setDays(next);
    if (next.from && next.to && next.from <= next.to) change({ ...next, days: undefined });
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      {(["from", "to"] as const).map((end) => (
        <label key={end} className="flex flex-col gap-1 text-xs text-soft">
          {t(`ownsums.${end}`)}
          <input
            type="date"
            className="field text-base text-ink"
            max={today}
            value={days[end]}
            aria-invalid={wrong}
            onChange={(event) => take({ ...days, [end]: event.target.value })}
          />
        </label>
      ))}
      {wrong && (
        <p role="alert" className="basis-full text-sm text-bad">
          ✕ {t("ownsums.days_wrong")}
        </p>
      )}
    </div>
  );
}
