/** Deleting one's account: what goes with it, and the proof that it is meant. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { end } from "@/shared/api/access";
import { forget } from "@/shared/api/cache";
import { post } from "@/shared/api/client";
import type { Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Form } from "./Frame";
import { Part } from "./Part";
import { ProofFields, proofOf } from "./proof";

export function DeletePart({ person }: { person: Person }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const word = t("delete.word");
  return (
    <Part title={t("delete.title")} text={t("delete.text")}>
      <details>
        <summary className="min-h-11 py-2.5">{t("delete.title")}</summary>
        <Form
          send={(values) => post("/account/delete", proofOf(values))}
          done={() => {
            end();
            forget(client);
            void navigate({ to: "/" });
          }}
          button={t("delete.button")}
          danger
        >
          {() => (
            <>
              <ProofFields person={person} />
              <Field
                name="sure"
                label={t("delete.sure", { word })}
                required
                pattern={word}
                autoComplete="off"
                maxLength={40}
              />
            </>
          )}
        </Form>
      </details>
    </Part>
  );
}
