/** One channel: whether it works, when it may disturb, and what it brought lately. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { channelsQuery } from "@/shared/api/alerts";
import { patch, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { Channel, ChannelChange } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { useProblemText } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { channelName } from "./channelName";
import { ChannelSettings } from "./ChannelSettings";
import { DeliveryList } from "./DeliveryList";

export function ChannelCard({ channel }: { channel: Channel }) {
  const say = useTexts();
  const { t, lookUp, format } = say;
  const { may } = useSession();
  const client = useQueryClient();
  const problem = useProblemText();
  const now = useNow();
  const path = `/alert-channels/${channel.channel_id}`;
  const done = () => client.invalidateQueries({ queryKey: channelsQuery.queryKey });
  const changing = useMutation({
    mutationFn: (change: ChannelChange) => patch<Channel>(path, change),
    onSettled: done,
  });
  const testing = useMutation({ mutationFn: () => post(`${path}/test`), onSettled: done });
  const deleting = useMutation({ mutationFn: () => remove(path), onSettled: done });
  const edits = channel.mine || may("manager");
  const ended = channel.ended_at !== null;
  const snoozed = channel.snoozed_until !== null && Date.parse(channel.snoozed_until) > now;
  const error = changing.error ?? testing.error ?? deleting.error;
  const name = channelName(channel, say);
  return (
    <li
      aria-label={name}
      className={`sheet flex flex-col gap-3 px-3 py-4 sm:px-5 ${ended ? "border-bad" : ""}`}
    >
      <div>
        <h2 dir="auto" className="text-lg wrap-anywhere">
          {name}
        </h2>
        <p className="flex flex-wrap gap-x-3 text-sm text-soft">
          <span>{t(channel.mine ? "brought.mine" : "brought.team")}</span>
          {channel.sent_at && <span>{t("brought.last", { age: format.age(channel.sent_at, now) })}</span>}
          {channel.waiting > 0 && <span>{t("brought.waiting", { n: channel.waiting })}</span>}
          {channel.failed > 0 && (
            <span className="text-bad">✕ {t("brought.failed", { n: channel.failed })}</span>
          )}
        </p>
      </div>
      {ended && (
        <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-bad-soft px-3 py-2 text-bad">
          <p className="min-w-0 wrap-anywhere">
            ✕ {t("brought.ended")}{" "}
            {(channel.ended_because && lookUp(`brought.because_${channel.ended_because}`)) ??
              channel.ended_because}
          </p>
          {edits && <Act words={t("brought.resume")} onClick={() => changing.mutate({ resume: true })} />}
        </div>
      )}
      {!ended && channel.error && <p className="text-sm wrap-anywhere text-warn">△ {channel.error}</p>}
      {snoozed && channel.snoozed_until && (
        <p className="text-sm text-warn">
          △ {t("brought.snoozed", { at: format.instant(channel.snoozed_until) })}
        </p>
      )}
      {edits && (
        <div className="flex flex-wrap gap-1.5">
          {!ended && (
            <Act words={t("brought.test")} off={testing.isPending} onClick={() => testing.mutate()} />
          )}
          {!ended &&
            (snoozed ? (
              <Act words={t("brought.wake")} onClick={() => changing.mutate({ snooze_hours: null })} />
            ) : (
              <Act words={t("alerts.snooze")} onClick={() => changing.mutate({ snooze_hours: 24 })} />
            ))}
          <Confirm
            button={t("brought.delete")}
            title={t("brought.delete")}
            text={t("brought.delete_text", { name })}
            yes={t("brought.delete")}
            onYes={() => deleting.mutate()}
          />
        </div>
      )}
      <div role="status">
        {testing.isSuccess && <p className="text-sm text-good">✓ {t("brought.tested")}</p>}
      </div>
      {error && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(error)}
        </p>
      )}
      {edits && !ended && (
        <Folded words={t("brought.settings")}>
          {() => (
            <ChannelSettings
              channel={channel}
              pending={changing.isPending}
              saved={changing.isSuccess}
              onSave={(change) => changing.mutate(change)}
            />
          )}
        </Folded>
      )}
      <Folded words={t("brought.lately")}>
        {() => <DeliveryList id={channel.channel_id} edits={edits} />}
      </Folded>
    </li>
  );
}

function Act({ words, off, onClick }: { words: string; off?: boolean; onClick: () => void }) {
  return (
    <button type="button" className="button button-small" disabled={off} onClick={onClick}>
      {words}
    </button>
  );
}

function Folded({ words, children }: { words: string; children: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-11 py-2.5 font-medium">{words}</summary>
      {open && children()}
    </details>
  );
}
