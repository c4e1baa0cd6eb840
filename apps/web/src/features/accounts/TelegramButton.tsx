/** Signs in with Telegram, where this installation has a bot: over Telegram's own page and back. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { waysQuery } from "@/shared/api/accounts";
import { ApiProblem, post } from "@/shared/api/client";
import type { SessionStarted } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { CodeForm } from "./CodeForm";
import { FormProblem } from "./Frame";
import { askTelegram, signedFields } from "./telegram";

function takeFields(): Record<string, string> | null {
  const fields = signedFields(location.hash);
  if (location.hash.startsWith("#tgAuthResult"))
    history.replaceState(history.state, "", location.pathname + location.search);
  return fields;
}

export function TelegramButton({ done }: { done: (started: SessionStarted) => void }) {
  const { t } = useTexts();
  const ways = useQuery(waysQuery);
  const [fields] = useState(takeFields);
  const signing = useMutation({
    mutationFn: (code?: string) =>
      post<SessionStarted>("/session/telegram", { widget: fields, ...(code ? { code } : {}) }),
    onSuccess: done,
  });
  const { mutate } = signing;
  useEffect(() => {
    if (fields) mutate(undefined);
  }, [fields, mutate]);
  const bot = ways.data?.telegram;
  if (signing.isPending) return <p role="status">{t("telegram.signing_in")}</p>;
  if (needsCode(signing.error)) return <CodeForm send={(code) => mutate(code)} />;
  return (
    <>
      <FormProblem error={signing.error} />
      {bot && (
        <a
          className="button self-start"
          href={askTelegram(bot.bot_id, location.origin, location.pathname + location.search)}
        >
          {t("telegram.sign_in")}
        </a>
      )}
    </>
  );
}

export const needsCode = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.key === "error.code_needed";
