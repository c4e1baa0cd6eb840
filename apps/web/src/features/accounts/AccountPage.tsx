/** One's own account: who one is, what proves it, where one is signed in, and leaving for good. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { waysQuery } from "@/shared/api/accounts";
import { patch, post, put } from "@/shared/api/client";
import { sessionQuery, useSession } from "@/shared/api/session";
import type { Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Gate } from "@/shared/ui/Gate";
import { Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { CodeAppPart } from "./CodeAppPart";
import { Form } from "./Frame";
import { Part } from "./Part";
import { Done, ProofFields, proofOf } from "./proof";

/** What stands below the first screen. */
const FurtherParts = lazy(() => import("./FurtherParts"));

export function AccountPage() {
  const { t } = useTexts();
  const { person } = useSession();
  usePageTitle(t("account.title"));
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <h1 className="text-2xl sm:text-3xl">{t("account.title")}</h1>
      <Gate needs="person">
        {person && (
          <>
            <ProfilePart person={person} />
            <EmailPart person={person} />
            <PasswordPart person={person} />
            <CodeAppPart person={person} />
            <Suspense fallback={<Skeleton rows={4} height="h-36" />}>
              <FurtherParts person={person} />
            </Suspense>
          </>
        )}
      </Gate>
    </div>
  );
}

function ProfilePart({ person }: { person: Person }) {
  const { t, language } = useTexts();
  const client = useQueryClient();
  const [done, setDone] = useState(false);
  return (
    <Part title={t("account.profile")}>
      <Form
        send={(values) => patch("/account", { name: values.name ?? "", language })}
        done={() => {
          setDone(true);
          void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        }}
        button={t("form.save")}
      >
        {(error) => (
          <Field
            name="name"
            label={t("form.name")}
            defaultValue={person.name}
            autoComplete="name"
            maxLength={80}
            error={error}
          />
        )}
      </Form>
      {done && <Done text={t("form.saved")} />}
    </Part>
  );
}

function EmailPart({ person }: { person: Person }) {
  const { t } = useTexts();
  const [asked, setAsked] = useState<"none" | "again" | "change">("none");
  const letters = useQuery(waysQuery).data?.letters;
  return (
    <Part title={t("account.email")} text={t("account.email_text")}>
      <p className="break-all">
        {person.email ?? t("account.no_email")}{" "}
        {person.email && (
          <span className={person.email_verified ? "text-good" : "text-warn"}>
            {person.email_verified ? `✓ ${t("account.verified")}` : `△ ${t("account.unverified")}`}
          </span>
        )}
      </p>
      {letters && letters !== "mail" && (
        <p className="text-sm text-soft">{t(`account.letters_${letters}`)}</p>
      )}
      {letters === "mail" && person.email && !person.email_verified && asked !== "again" && (
        <button
          type="button"
          className="button button-small self-start"
          onClick={() => void post("/account/verification").then(() => setAsked("again"))}
        >
          {t("account.send_again")}
        </button>
      )}
      {asked !== "none" && <Done text={t(asked === "again" ? "account.sent" : "account.email_asked")} />}
      <details>
        <summary className="min-h-11 py-2.5">{t("account.email_change")}</summary>
        <Form
          send={(values) => post("/account/email", { email: values.email, ...proofOf(values) })}
          done={() => setAsked("change")}
          button={t("account.email_change")}
        >
          {(error) => (
            <>
              <Field
                name="email"
                label={t("form.new_email")}
                type="email"
                required
                maxLength={254}
                error={error}
                wrong={t("form.email_wrong")}
              />
              <ProofFields person={person} />
            </>
          )}
        </Form>
      </details>
    </Part>
  );
}

function PasswordPart({ person }: { person: Person }) {
  const { t } = useTexts();
  const [done, setDone] = useState(false);
  return (
    <Part title={t("account.password")} text={t("account.password_text")}>
      <Form
        send={({ fresh, password, code }) =>
          put("/account/password", {
            password: fresh,
            ...(password ? { current: password } : {}),
            ...(code ? { code } : {}),
          })
        }
        done={() => setDone(true)}
        button={t("account.password_button")}
      >
        {(error) => (
          <>
            <input type="hidden" autoComplete="username" value={person.email ?? ""} readOnly />
            <ProofFields person={person} />
            <Field
              name="fresh"
              label={t("form.new_password")}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              hint={t("form.password_hint")}
              error={error}
            />
          </>
        )}
      </Form>
      {done && <Done text={t("account.password_done")} />}
    </Part>
  );
}
