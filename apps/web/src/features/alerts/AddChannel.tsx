/** Further places to bring alerts to; what cannot be added yet says what is missing. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { channelsQuery } from "@/shared/api/alerts";
import { post } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { ChannelMade, Channels, ChannelWish, GroupCode } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Once } from "@/shared/ui/Once";
import { useProblemText } from "@/shared/ui/states";

export function AddChannel({ channels }: { channels: Channels }) {
  const { t } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const problem = useProblemText();
  const adding = useMutation({
    mutationFn: (wish: ChannelWish) => post<ChannelMade>("/alert-channels", wish),
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  });
  const has = (kind: string) => channels.items.some((one) => one.kind === kind && one.mine);
  const { secret } = adding.data ?? {};
  return (
    <section aria-labelledby="add" className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5">
      <h2 id="add" className="text-lg">
        {t("brought.add")}
      </h2>
      {!has("telegram") && (
        <Way
          kind="telegram"
          can={channels.can_telegram}
          busy={adding.isPending}
          onAdd={() => adding.mutate({ kind: "telegram", name: "" })}
        />
      )}
      {!has("email") && (
        <Way
          kind="email"
          can={channels.can_email}
          busy={adding.isPending}
          onAdd={() => adding.mutate({ kind: "email", name: "" })}
        />
      )}
      {may("manager") && channels.bot_username && <Group />}
      {may("manager") && (
        <form
          className="flex flex-col gap-2 border-t border-rule pt-3"
          onSubmit={(event) => {
            event.preventDefault();
            const address = new FormData(event.currentTarget).get("address");
            if (typeof address === "string")
              adding.mutate({ kind: "webhook", address: address.trim(), name: "" });
          }}
        >
          <Field
            name="address"
            type="url"
            label={t("brought.webhook_address")}
            hint={t("brought.webhook_hint")}
            placeholder="https://"
            required
            pattern="https://.+"
            maxLength={500}
            error={adding.error}
          />
          <button type="submit" className="button button-small self-start" disabled={adding.isPending}>
            {t("brought.add_webhook")}
          </button>
        </form>
      )}
      {adding.isError && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
          ✕ {problem(adding.error)}
        </p>
      )}
      {secret && <Once key={secret} text={secret} label={t("brought.secret")} />}
    </section>
  );
}

interface WayProps {
  kind: "telegram" | "email";
  can: boolean;
  busy: boolean;
  onAdd: () => void;
}

function Way({ kind, can, busy, onAdd }: WayProps) {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="min-w-0">
        <span className="font-medium">{t(`brought.kind_${kind}`)}</span>
        {!can && <span className="block text-sm text-soft">{t(`brought.cannot_${kind}`)}</span>}
      </span>
      {can ? (
        <button type="button" className="button button-small" disabled={busy} onClick={onAdd}>
          {t("brought.add_this")}
          <span className="sr-only">: {t(`brought.kind_${kind}`)}</span>
        </button>
      ) : (
        <Link to="/account" className="button button-small">
          {t(`brought.link_${kind}`)}
        </Link>
      )}
    </div>
  );
}

/** A group is added by a command in its chat. */
function Group() {
  const { t, format } = useTexts();
  const problem = useProblemText();
  const [asked, setAsked] = useState(false);
  const offering = useMutation({ mutationFn: () => post<GroupCode>("/alert-channels/group") });
  const code = offering.data;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{t("brought.kind_group")}</span>
        <button
          type="button"
          className="button button-small"
          disabled={offering.isPending}
          onClick={() => {
            setAsked(true);
            offering.mutate();
          }}
        >
          {t(asked && code ? "brought.group_again" : "brought.group")}
        </button>
      </div>
      {offering.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(offering.error)}
        </p>
      )}
      {code && (
        <>
          <Once
            key={code.command}
            text={code.command}
            label={t("brought.group_text", { at: format.clock(code.expires_at) })}
          />
          <a href={code.address} target="_blank" rel="noreferrer" className="button button-small self-start">
            {t("brought.group_open")}
          </a>
        </>
      )}
    </div>
  );
}
