/** What proves once more that it is the person: the password where there is one, and a code where one is asked for. */
import type { Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";

export function ProofFields({ person }: { person: Person }) {
  const { t } = useTexts();
  return (
    <>
      {person.has_password && (
        <Field
          name="password"
          label={t("form.current_password")}
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
        />
      )}
      {person.second_factor && (
        <Field
          name="code"
          label={t("form.code")}
          hint={t("form.code_hint")}
          autoComplete="one-time-code"
          required
          maxLength={40}
        />
      )}
    </>
  );
}

export function proofOf(values: Record<string, string>): { password?: string; code?: string } {
  return {
    ...(values.password ? { password: values.password } : {}),
    ...(values.code ? { code: values.code } : {}),
  };
}

export function Done({ text }: { text: string }) {
  return (
    <p role="status" className="text-good">
      ✓ {text}
    </p>
  );
}
