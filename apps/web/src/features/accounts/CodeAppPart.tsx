/** Codes of an app as a second proof: switched on by one of them, off by one, and codes on paper for when it is lost. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "@/shared/api/client";
import { sessionQuery } from "@/shared/api/session";
import type { AppOffered, Person, RecoveryCodes } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Once } from "@/shared/ui/Once";
import { Form } from "./Frame";
import { Part } from "./Part";
import { ProofFields, proofOf } from "./proof";

export function CodeAppPart({ person }: { person: Person }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [offered, setOffered] = useState<AppOffered | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const changed = () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  const keep = (answer: RecoveryCodes) => {
    setCodes(answer.codes);
    setOffered(null);
    changed();
  };
  return (
    <Part title={t("codes.title")} text={t("codes.text")}>
      <p className={person.second_factor ? "text-good" : "text-warn"}>
        {person.second_factor
          ? `✓ ${t("codes.on", { left: person.recovery_codes_left })}`
          : `△ ${t("codes.off")}`}
      </p>
      {codes && (
        <>
          <Once text={codes.join("\n")} label={t("codes.recovery")} />
          <button type="button" className="button self-start" onClick={() => setCodes(null)}>
            {t("codes.kept")}
          </button>
        </>
      )}
      {!person.second_factor && !offered && (
        <Form
          send={(values) => post<AppOffered>("/account/app", proofOf(values))}
          done={setOffered}
          button={t("codes.begin")}
        >
          {() => <ProofFields person={person} />}
        </Form>
      )}
      {offered && (
        <>
          <p>{t("codes.scan")}</p>
          <img
            src={`data:image/svg+xml,${encodeURIComponent(offered.qr_svg)}`}
            alt={t("codes.qr")}
            className="size-48 rounded-lg bg-white p-2"
          />
          <Once text={offered.secret} label={t("codes.secret")} />
          <Form
            send={(values) => put<RecoveryCodes>("/account/app", { code: values.code })}
            done={keep}
            button={t("codes.confirm")}
          >
            {(error) => (
              <Field
                name="code"
                label={t("form.code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                maxLength={40}
                error={error}
                wrong={t("codes.wrong")}
              />
            )}
          </Form>
        </>
      )}
      {person.second_factor && (
        <>
          <details>
            <summary className="min-h-11 py-2.5">{t("codes.renew")}</summary>
            <Form
              send={(values) => post<RecoveryCodes>("/account/recovery-codes", proofOf(values))}
              done={keep}
              button={t("codes.renew")}
            >
              {() => <ProofFields person={person} />}
            </Form>
          </details>
          <details>
            <summary className="min-h-11 py-2.5">{t("codes.switch_off")}</summary>
            <Form
              send={(values) => post("/account/app/off", proofOf(values))}
              done={changed}
              button={t("codes.switch_off")}
              danger
            >
              {() => <ProofFields person={person} />}
            </Form>
          </details>
        </>
      )}
    </Part>
  );
}
