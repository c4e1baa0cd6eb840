/** A lost password: ask for a link, or, come by one, set a new password. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { waysQuery } from "@/shared/api/accounts";
import { post } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Form, Frame } from "./Frame";
import { takeSecret } from "./secret";

export function ResetPage() {
  const [secret] = useState(takeSecret);
  return secret === null ? <Ask /> : <Set secret={secret} />;
}

function Ask() {
  const { t } = useTexts();
  const [asked, setAsked] = useState(false);
  const letters = useQuery(waysQuery).data?.letters ?? "mail";
  return (
    <Frame title={t("reset.title")} text={t(`reset.text_${letters}`)}>
      {asked ? (
        <p role="status" className="rounded-lg bg-good-soft px-3 py-3 text-good">
          ✓ {t(letters === "telegram" ? "reset.asked_telegram" : "reset.asked")}
        </p>
      ) : (
        <Form
          send={(values) => post("/account/reset", { email: values.email })}
          done={() => setAsked(true)}
          button={t("reset.button")}
        >
          {(error) => (
            <Field
              name="email"
              label={t("form.email")}
              type="email"
              autoComplete="username"
              required
              maxLength={254}
              error={error}
              wrong={t("form.email_wrong")}
            />
          )}
        </Form>
      )}
      <SignIn />
    </Frame>
  );
}

function Set({ secret }: { secret: string }) {
  const { t } = useTexts();
  const [done, setDone] = useState(false);
  return (
    <Frame title={t("reset.new_title")}>
      {done ? (
        <p role="status" className="rounded-lg bg-good-soft px-3 py-3 text-good">
          ✓ {t("reset.done")}
        </p>
      ) : (
        <Form
          send={(values) => post("/account/reset/confirm", { secret, password: values.password })}
          done={() => setDone(true)}
          button={t("reset.set")}
        >
          {(error) => (
            <Field
              name="password"
              label={t("form.new_password")}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              hint={t("form.password_hint")}
              error={error}
              wrong={t("form.password_weak")}
            />
          )}
        </Form>
      )}
      <SignIn />
    </Frame>
  );
}

function SignIn() {
  const { t } = useTexts();
  return (
    <Link to="/sign-in" search={{}} className="link inline-flex min-h-11 w-fit items-center">
      {t("sign_in.button")}
    </Link>
  );
}
