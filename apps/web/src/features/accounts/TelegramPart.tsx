/** One's Telegram: linked by a chat with the bot, and unlinked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { waysQuery } from "@/shared/api/accounts";
import { post } from "@/shared/api/client";
import { sessionQuery } from "@/shared/api/session";
import type { ChatLinkOffered, Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useNow } from "@/shared/ui/useNow";
import { Form } from "./Frame";
import { Part } from "./Part";
import { Done, ProofFields, proofOf } from "./proof";

const LOOK_MS = 3_000;

export function TelegramPart({ person }: { person: Person }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const ways = useQuery(waysQuery);
  const [offered, setOffered] = useState<ChatLinkOffered | null>(null);
  const [unlinked, setUnlinked] = useState(false);
  const bot = ways.data?.telegram;
  // Without a bot nothing can be linked; what was linked before can still be unlinked.
  if (!person.telegram && !bot?.username) return null;
  return (
    <Part title={t("telegram.title")} text={t("telegram.text")}>
      {person.telegram ? (
        <>
          <Done text={t("telegram.linked")} />
          <details>
            <summary className="min-h-11 py-2.5">{t("telegram.unlink")}</summary>
            <Form
              send={(values) => post("/account/telegram/off", proofOf(values))}
              done={() => {
                setOffered(null);
                setUnlinked(true);
                void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
              }}
              button={t("telegram.unlink")}
              danger
            >
              {() => <ProofFields person={person} />}
            </Form>
          </details>
        </>
      ) : offered ? (
        <Offered offered={offered} onOver={() => setOffered(null)} />
      ) : (
        <>
          {unlinked && <Done text={t("telegram.unlinked")} />}
          <Form
            send={(values) => post<ChatLinkOffered>("/account/telegram/offer", proofOf(values))}
            done={setOffered}
            button={t("telegram.begin")}
          >
            {() => <ProofFields person={person} />}
          </Form>
        </>
      )}
    </Part>
  );
}

/** The link and its code, while the page looks whether its person has agreed in the chat. */
function Offered({ offered, onOver }: { offered: ChatLinkOffered; onOver: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const now = useNow();
  const over = Date.parse(offered.expires_at) <= now;
  useEffect(() => {
    if (over) return;
    const looking = setInterval(
      () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      LOOK_MS,
    );
    return () => clearInterval(looking);
  }, [client, over]);
  if (over)
    return (
      <>
        <p className="text-warn">△ {t("telegram.over")}</p>
        <button type="button" className="button self-start" onClick={onOver}>
          {t("telegram.again")}
        </button>
      </>
    );
  return (
    <>
      <p>{t("telegram.open_text")}</p>
      <a href={offered.address} target="_blank" rel="noreferrer" className="button button-main self-start">
        {t("telegram.open")}
      </a>
      <p className="text-sm text-soft">{t("telegram.scan")}</p>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(offered.qr_svg)}`}
        alt={t("telegram.qr")}
        className="size-48 rounded-lg bg-white p-2"
      />
      <p role="status" className="text-soft">
        {t("telegram.waiting")}
      </p>
    </>
  );
}
