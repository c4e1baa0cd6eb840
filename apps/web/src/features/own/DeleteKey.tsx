/** Forgets a key, after asking whether what was read by it is to go as well. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { remove } from "@/shared/api/client";
import type { OwnKey } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { KeyProblem } from "./AddKey";

export function DeleteKey({ one }: { one: OwnKey }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const deleting = useMutation({
    mutationFn: (all: boolean) => remove(`/own-shop/keys/${one.key_id}${all ? "?with_data=true" : ""}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["own"] }),
  });
  return (
    <>
      <button type="button" className="button button-small" onClick={() => setAsking(true)}>
        {t("own.delete")}
      </button>
      {asking && (
        <Panel title={t("own.delete_title", { name: one.name })} onClose={() => setAsking(false)}>
          <p>{t("own.delete_text")}</p>
          <div className="mt-4 flex flex-col gap-3">
            <button
              type="button"
              className="button"
              disabled={deleting.isPending}
              onClick={() => deleting.mutate(false)}
            >
              {t("own.delete_keep")}
            </button>
            <button
              type="button"
              className="button text-bad"
              disabled={deleting.isPending}
              onClick={() => deleting.mutate(true)}
            >
              {t("own.delete_all")}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t("form.no")}
            </button>
          </div>
          <KeyProblem error={deleting.error} />
        </Panel>
      )}
    </>
  );
}
