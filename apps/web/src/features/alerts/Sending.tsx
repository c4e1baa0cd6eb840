/** How often at most, where to, and under which name. */
import { useQuery } from "@tanstack/react-query";
import { channelsQuery } from "@/shared/api/alerts";
import { useTexts } from "@/shared/texts/texts";
import { channelName } from "./channelName";
import type { Draft } from "./draft";

const HOURS = [0, 1, 6, 12, 24, 72, 168, 720];

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export function Sending({ draft, onChange }: Props) {
  const say = useTexts();
  const { t, format } = say;
  const channels = (useQuery(channelsQuery).data?.items ?? []).filter((one) => !one.ended_at);
  const chosen = draft.channels;
  const hours = HOURS.includes(draft.coolHours) ? HOURS : [...HOURS, draft.coolHours].sort((a, b) => a - b);
  return (
    <section className="sheet flex min-w-0 flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 className="text-lg">{t("rule.sending")}</h2>
      <label className="flex flex-col gap-1 text-sm text-soft">
        {t("rule.cool")}
        <select
          className="field w-full text-base text-ink"
          value={draft.coolHours}
          onChange={(event) => onChange({ coolHours: Number(event.target.value) })}
        >
          {hours.map((each) => (
            <option key={each} value={each}>
              {each === 0 ? t("rule.cool_none") : format.duration(each * 3600)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="flex flex-col">
        <legend className="text-sm text-soft">{t("rule.where")}</legend>
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-accent"
            checked={chosen === null}
            onChange={(event) => onChange({ channels: event.target.checked ? null : [] })}
          />
          {t("rule.where_all")}
        </label>
        {chosen !== null &&
          channels.map((one) => (
            <label key={one.channel_id} className="flex min-h-11 items-center gap-3 ps-6">
              <input
                type="checkbox"
                className="size-5 shrink-0 accent-accent"
                checked={chosen.includes(one.channel_id)}
                onChange={({ target: { checked } }) =>
                  onChange({
                    channels: checked
                      ? [...chosen, one.channel_id]
                      : chosen.filter((id) => id !== one.channel_id),
                  })
                }
              />
              <span dir="auto" className="min-w-0 wrap-anywhere">
                {channelName(one, say)}
              </span>
            </label>
          ))}
        {chosen?.length === 0 && <p className="text-sm text-soft">{t("rule.where_page")}</p>}
      </fieldset>
      <label className="flex flex-col gap-1 text-sm text-soft">
        {t("rule.name")}
        <input
          type="text"
          dir="auto"
          maxLength={200}
          autoComplete="off"
          className="field w-full text-base text-ink"
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </label>
    </section>
  );
}
