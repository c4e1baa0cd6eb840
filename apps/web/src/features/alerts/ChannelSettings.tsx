/** When a channel may disturb, in which language, how much at once, and the digest. */
import type { Channel, ChannelChange } from "@/shared/api/shapes";
import { isLanguage, LANGUAGES, OWN_NAMES } from "@/shared/texts/languages";
import { useTexts } from "@/shared/texts/texts";
import { clockOf, minutesOf } from "./clock";

const BUNDLES = [0, 5, 15, 30, 60, 120, 240];
const ZONES = [
  "Asia/Tashkent",
  "Asia/Almaty",
  "Asia/Dubai",
  "Asia/Shanghai",
  "Europe/Istanbul",
  "Europe/Moscow",
  "UTC",
];

interface Props {
  channel: Channel;
  pending: boolean;
  saved: boolean;
  onSave: (change: ChannelChange) => void;
}

/** What the fields hold. Quiet hours need both ends; the weekly digest needs an hour. */
export function changeFrom(given: FormData): ChannelChange {
  const text = (name: string) => String(given.get(name) ?? "");
  const [from, to] = [minutesOf(text("quiet_from")), minutesOf(text("quiet_to"))];
  const quiet = from !== null && to !== null && from !== to;
  const digest = given.get("digest") ? minutesOf(text("digest_at")) : null;
  const weekday = text("digest_weekday");
  const language = text("language");
  return {
    ...(isLanguage(language) ? { language } : {}),
    zone: text("zone"),
    quiet_from: quiet ? from : null,
    quiet_to: quiet ? to : null,
    bundle_minutes: Number(text("bundle_minutes")),
    digest_at: digest,
    digest_weekday: digest !== null && weekday ? Number(weekday) : null,
    takes_all: given.get("takes_all") !== null,
  };
}

export function ChannelSettings({ channel, pending, saved, onSave }: Props) {
  const { t, format } = useTexts();
  const days = t("date.weekdays_short").split(" ");
  const zones = ZONES.includes(channel.zone) ? ZONES : [channel.zone, ...ZONES];
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(changeFrom(new FormData(event.currentTarget)));
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Time name="quiet_from" label={t("brought.quiet_from")} at={channel.quiet_from} />
        <Time name="quiet_to" label={t("brought.quiet_to")} at={channel.quiet_to} />
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        <Choice
          name="zone"
          label={t("brought.zone")}
          value={channel.zone}
          options={zones.map((one) => [one, one])}
        />
        <Choice
          name="language"
          label={t("nav.language")}
          value={channel.language}
          options={LANGUAGES.map((one) => [one, OWN_NAMES[one]])}
        />
      </div>
      <p className="text-sm text-soft">{t("brought.quiet_means")}</p>
      <Choice
        name="bundle_minutes"
        label={t("brought.bundle")}
        value={String(channel.bundle_minutes)}
        options={[...new Set([...BUNDLES, channel.bundle_minutes])].map((one) => [
          String(one),
          one === 0 ? t("brought.bundle_none") : format.duration(one * 60),
        ])}
      />
      <Tick name="digest" words={t("brought.digest")} on={channel.digest_at !== null} />
      <div className="grid grid-cols-2 gap-2">
        <Time name="digest_at" label={t("brought.digest_at")} at={channel.digest_at ?? 540} />
        <Choice
          name="digest_weekday"
          label={t("brought.digest_week")}
          value={channel.digest_weekday === null ? "" : String(channel.digest_weekday)}
          options={[
            ["", t("brought.digest_never")],
            ...days.map((one, at): [string, string] => [String(at), one]),
          ]}
        />
      </div>
      <Tick name="takes_all" words={t("brought.takes_all")} on={channel.takes_all} />
      <div className="flex items-center gap-3">
        <button type="submit" className="button button-main" disabled={pending}>
          {t("form.save")}
        </button>
        <span role="status" className="text-sm text-good">
          {saved && !pending && `✓ ${t("brought.saved")}`}
        </span>
      </div>
    </form>
  );
}

function Time({ name, label, at }: { name: string; label: string; at: number | null }) {
  return (
    <label className="flex min-w-0 flex-col justify-end gap-1 text-sm text-soft">
      {label}
      <input
        name={name}
        type="time"
        step={60}
        defaultValue={clockOf(at)}
        className="field w-full text-base text-ink"
      />
    </label>
  );
}

interface Choosing {
  name: string;
  label: string;
  value: string;
  options: [string, string][];
}

function Choice({ name, label, value, options }: Choosing) {
  return (
    <label className="flex min-w-0 flex-col justify-end gap-1 text-sm text-soft">
      {label}
      <select name={name} defaultValue={value} className="field w-full !px-2 text-sm text-ink">
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tick({ name, words, on }: { name: string; words: string; on: boolean }) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input name={name} type="checkbox" defaultChecked={on} className="size-5 shrink-0 accent-accent" />
      {words}
    </label>
  );
}
