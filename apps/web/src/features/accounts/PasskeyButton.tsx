/** Signs in with a passkey, where the browser can. */
import { useMutation } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import type { PasskeyOptions, SessionStarted } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { FormProblem } from "./Frame";
import { canPasskeys, getPasskey, isCancelled } from "./webauthn";

export function PasskeyButton({ done }: { done: (started: SessionStarted) => void }) {
  const { t } = useTexts();
  const signing = useMutation({
    mutationFn: async () => {
      const { options } = await post<PasskeyOptions>("/session/passkey/options");
      const credential = await getPasskey(options);
      return post<SessionStarted>("/session/passkey", { credential });
    },
    onSuccess: done,
  });
  if (!canPasskeys()) return null;
  return (
    <div className="flex flex-col items-start gap-2">
      <button type="button" className="button" disabled={signing.isPending} onClick={() => signing.mutate()}>
        {t("passkey.sign_in")}
      </button>
      {signing.isError && !isCancelled(signing.error) && <FormProblem error={signing.error} />}
    </div>
  );
}
