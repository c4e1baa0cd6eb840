/** A new account: e-mail, a password, and a name if one likes. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { begin } from "@/shared/api/access";
import { ApiProblem, post } from "@/shared/api/client";
import type { SessionStarted } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Form, Frame } from "./Frame";
import { LegalWords } from "./LegalWords";
import { wayBack } from "./secret";

const route = getRouteApi("/sign-up");

export function SignUpPage() {
  const { t, language } = useTexts();
  const { to } = route.useSearch();
  const client = useQueryClient();
  const navigate = useNavigate();
  const done = (started: SessionStarted) => {
    begin(started);
    void client.invalidateQueries();
    void navigate({ to: wayBack(to, "/start") });
  };
  const send = (values: Record<string, string>) =>
    post<SessionStarted>("/account", {
      email: values.email,
      password: values.password,
      name: values.name ?? "",
      language,
    });
  return (
    <Frame title={t("sign_up.title")} text={t("sign_up.text")}>
      <Form send={send} done={done} button={t("sign_up.button")}>
        {(error) => (
          <>
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
            <Field
              name="password"
              label={t("form.password")}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              hint={t("form.password_hint")}
              error={error}
              wrong={t("form.password_weak")}
            />
            <Field name="name" label={t("form.name")} autoComplete="name" maxLength={80} error={error} />
            {error instanceof ApiProblem && error.status === 409 && (
              <p role="alert" className="rounded-lg bg-warn-soft px-3 py-2 text-warn">
                △ {t("sign_up.taken")}{" "}
                <Link to="/sign-in" search={to ? { to } : {}} className="link">
                  {t("sign_in.button")}
                </Link>
              </p>
            )}
            <p className="text-sm text-soft">
              <LegalWords text={t("sign_up.accept")} />
            </p>
          </>
        )}
      </Form>
      <Link to="/sign-in" search={to ? { to } : {}} className="link inline-flex min-h-11 w-fit items-center">
        {t("sign_up.known")}
      </Link>
    </Frame>
  );
}
