/** Sign in with e-mail and password, and a code where the account asks for one; or with a passkey. */
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { begin } from "@/shared/api/access";
import { ApiProblem, post } from "@/shared/api/client";
import type { SessionStarted } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Form, Frame } from "./Frame";
import { PasskeyButton } from "./PasskeyButton";
import { wayBack } from "./secret";
import { TelegramButton } from "./TelegramButton";

const route = getRouteApi("/sign-in");

export function useStarted(): (started: SessionStarted) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = route.useSearch();
  return (started) => {
    begin(started);
    void client.invalidateQueries();
    void navigate({ to: wayBack(to) });
  };
}

export function SignInPage() {
  const { t } = useTexts();
  const done = useStarted();
  const { to } = route.useSearch();
  const [codeAsked, askForCode] = useState(false);
  const send = async (values: Record<string, string>) => {
    try {
      return await post<SessionStarted>("/session", {
        email: values.email,
        password: values.password,
        ...(values.code ? { code: values.code } : {}),
      });
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.problem.key === "error.code_needed") askForCode(true);
      throw problem;
    }
  };
  return (
    <Frame title={t("sign_in.title")} text={t("sign_in.text")}>
      <Form send={send} done={done} button={t("sign_in.button")}>
        {() => (
          <>
            <Field
              name="email"
              label={t("form.email")}
              type="email"
              autoComplete="username"
              required
              maxLength={254}
            />
            <Field
              name="password"
              label={t("form.password")}
              type="password"
              autoComplete="current-password"
              required
              maxLength={200}
            />
            {codeAsked && (
              <Field
                name="code"
                label={t("form.code")}
                hint={t("form.code_hint")}
                inputMode="text"
                autoComplete="one-time-code"
                autoFocus
                required
                maxLength={40}
              />
            )}
          </>
        )}
      </Form>
      <PasskeyButton done={done} />
      <TelegramButton done={done} />
      <p className="flex flex-wrap gap-x-5">
        <Link to="/reset" className="link inline-flex min-h-11 items-center">
          {t("sign_in.lost")}
        </Link>
        <Link to="/sign-up" search={to ? { to } : {}} className="link inline-flex min-h-11 items-center">
          {t("sign_in.new")}
        </Link>
      </p>
    </Frame>
  );
}
