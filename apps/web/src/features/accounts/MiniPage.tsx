/** Telegram's Mini App: who opens it is signed in by what Telegram signed; what opens doors stays in memory. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { begin } from "@/shared/api/access";
import { post } from "@/shared/api/client";
import type { SessionStarted } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { CodeForm } from "./CodeForm";
import { FormProblem, Frame } from "./Frame";
import { needsCode } from "./TelegramButton";
import { liveInMini, placeOf } from "./mini";
import { signedForMini, tellReady } from "./telegram";

/** What Telegram said when it opened the page, taken out of the address at once. */
function takeSaid(): { signed: string | null; hash: string } {
  const { hash } = location;
  history.replaceState(history.state, "", location.pathname + location.search);
  return { signed: signedForMini(hash), hash };
}

export function MiniPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const [{ signed, hash }] = useState(takeSaid);
  const signing = useMutation({
    mutationFn: (code?: string) =>
      post<SessionStarted>("/session/telegram", {
        init_data: signed,
        keep: "body",
        ...(code ? { code } : {}),
      }),
    onSuccess: (started) => {
      begin(started);
      void client.invalidateQueries();
      const start = new URLSearchParams(signed ?? "").get("start_param");
      void navigate({ ...placeOf(start), replace: true });
    },
  });
  const { mutate } = signing;
  useEffect(() => {
    tellReady();
    if (!signed) return;
    liveInMini(router, hash);
    mutate(undefined);
  }, [signed, hash, router, mutate]);
  return (
    <Frame title="VENTRA">
      {signed === null ? (
        <p className="rounded-lg bg-warn-soft px-3 py-3 text-warn">△ {t("mini.outside")}</p>
      ) : needsCode(signing.error) ? (
        <CodeForm send={(code) => mutate(code)} />
      ) : signing.isError ? (
        <>
          <FormProblem error={signing.error} />
          <p className="text-soft">{t("mini.again")}</p>
        </>
      ) : (
        <p role="status">{t("telegram.signing_in")}</p>
      )}
    </Frame>
  );
}
