/** Asks for the code of an app, where an account asks for one. */
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Form } from "./Frame";

export function CodeForm({ send }: { send: (code: string) => void }) {
  const { t } = useTexts();
  return (
    <Form
      send={(values) => Promise.resolve(send(values.code ?? ""))}
      done={() => undefined}
      button={t("sign_in.button")}
    >
      {() => (
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
    </Form>
  );
}
