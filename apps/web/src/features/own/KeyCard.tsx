/** One key: how it stands, what has been read by it, and what can be done with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patch } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { OwnKey, OwnShop, OwnShops } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { KeyField, KeyProblem } from "./AddKey";
import { DeleteKey } from "./DeleteKey";
import { FeedList } from "./FeedList";
import { ownShopQuery } from "./queries";

const MARKS = {
  new: { shape: "…", colour: "text-soft" },
  ok: { shape: "✓", colour: "text-good" },
  refused: { shape: "✕", colour: "text-bad" },
  failing: { shape: "△", colour: "text-warn" },
} as const;

export function KeyCard({ one, shops }: { one: OwnKey; shops: readonly OwnShop[] }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const [replacing, setReplacing] = useState(false);
  const changing = useMutation({
    mutationFn: (wish: { again?: boolean; key?: string }) =>
      patch<OwnShops>(`/own-shop/keys/${one.key_id}`, wish),
    onSuccess: (own) => {
      client.setQueryData(ownShopQuery.queryKey, own);
      setReplacing(false);
    },
  });
  const mark = MARKS[one.state];
  return (
    <li className="sheet flex flex-col gap-3 px-3 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="font-medium break-words">{one.name}</span>{" "}
          <code className="text-sm text-soft">…{one.tail}</code>
        </p>
        <p className={mark.colour}>
          <span aria-hidden="true">{mark.shape} </span>
          {t(`own.state.${one.state}`)}
        </p>
      </div>
      {one.why && one.state !== "new" && <p className={mark.colour}>{t(`own.why.${one.why}`)}</p>}
      {one.said && <p className="text-sm break-words text-soft">{t("own.said", { words: one.said })}</p>}
      <p className="flex flex-wrap gap-x-4 text-sm text-soft">
        <span>
          {one.last_ok_at ? t("own.last_ok", { at: format.instant(one.last_ok_at) }) : t("own.never_ok")}
        </span>
        {one.state === "failing" && one.next_at && (
          <span>{t("own.next", { at: format.instant(one.next_at) })}</span>
        )}
        <span>{t("own.made", { at: format.instant(one.made_at) })}</span>
      </p>
      {one.feeds.length > 0 && <FeedList feeds={one.feeds} shops={shops} />}
      {may("manager") && (
        <div className="flex flex-wrap gap-2">
          {(one.state === "failing" || one.state === "refused") && (
            <button
              type="button"
              className="button button-small"
              disabled={changing.isPending}
              onClick={() => changing.mutate({ again: true })}
            >
              {t("own.again")}
            </button>
          )}
          <button type="button" className="button button-small" onClick={() => setReplacing(true)}>
            {t("own.replace")}
          </button>
          <DeleteKey one={one} />
        </div>
      )}
      {!replacing && <KeyProblem error={changing.error} />}
      {replacing && (
        <Panel title={t("own.replace")} onClose={() => setReplacing(false)}>
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              changing.mutate({ key: String(new FormData(event.currentTarget).get("key")) });
            }}
          >
            <p>{t("own.replace_text")}</p>
            <KeyField error={changing.error} />
            <KeyProblem error={changing.error} />
            <button type="submit" className="button button-main self-start" disabled={changing.isPending}>
              {t("own.save")}
            </button>
          </form>
        </Panel>
      )}
    </li>
  );
}
