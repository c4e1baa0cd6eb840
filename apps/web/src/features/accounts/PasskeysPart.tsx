/** Passkeys: added with the browser's help, listed, removed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { passkeysQuery } from "@/shared/api/accounts";
import { post, remove } from "@/shared/api/client";
import type { PasskeyOptions, Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { Field } from "@/shared/ui/Field";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Form, FormProblem } from "./Frame";
import { Part } from "./Part";
import { ProofFields, proofOf } from "./proof";
import { canPasskeys, makePasskey } from "./webauthn";

export function PasskeysPart({ person }: { person: Person }) {
  const { t, format } = useTexts();
  const client = useQueryClient();
  const passkeys = useQuery(passkeysQuery);
  const changed = () => void client.invalidateQueries({ queryKey: passkeysQuery.queryKey });
  const removing = useMutation({
    mutationFn: (id: string) => remove(`/account/passkeys/${id}`),
    onSuccess: changed,
  });
  const add = async (values: Record<string, string>) => {
    const { options } = await post<PasskeyOptions>("/account/passkeys/options", proofOf(values));
    return post("/account/passkeys", { credential: await makePasskey(options), name: values.name ?? "" });
  };
  return (
    <Part title={t("passkey.title")} text={t("passkey.text")}>
      <Answer query={passkeys} skeleton={<Skeleton rows={1} height="h-12" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">{t("passkey.none")}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-rule">
              {items.map((one) => (
                <li key={one.passkey_id} className="flex flex-wrap items-center justify-between gap-2 py-2">
                  <span className="min-w-0">
                    <span className="font-medium break-words">{one.name || t("passkey.unnamed")}</span>
                    <span className="block text-sm text-soft">
                      {t("list.made", { at: format.instant(one.created_at) })}
                      {one.used_at && ` · ${t("list.used", { at: format.instant(one.used_at) })}`}
                    </span>
                  </span>
                  <Confirm
                    button={t("list.remove")}
                    title={t("passkey.remove")}
                    text={t("passkey.remove_text")}
                    yes={t("list.remove")}
                    onYes={() => removing.mutate(one.passkey_id)}
                    disabled={removing.isPending}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <FormProblem error={removing.error} />
      {canPasskeys() && (
        <details>
          <summary className="min-h-11 py-2.5">{t("passkey.add")}</summary>
          <Form send={add} done={changed} button={t("passkey.add")}>
            {(error) => (
              <>
                <Field name="name" label={t("passkey.name")} maxLength={80} error={error} />
                <ProofFields person={person} />
              </>
            )}
          </Form>
        </details>
      )}
    </Part>
  );
}
