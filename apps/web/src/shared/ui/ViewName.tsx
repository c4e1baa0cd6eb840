/** The name of a saved view, new or another, and what is wrong with it. */
import { useId } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "./states";

interface Props {
  label: string;
  value?: string;
  button: string;
  error: unknown;
  pending: boolean;
  focus?: boolean;
  onSend: (name: string) => void;
  onCancel?: () => void;
}

export function ViewName({ label, value, button, error, pending, focus, onSend, onCancel }: Props) {
  const { t } = useTexts();
  const problem = useProblemText();
  const id = useId();
  const taken = error instanceof ApiProblem && error.status === 409;
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        const name = new FormData(event.currentTarget).get("name");
        if (typeof name === "string" && name.trim()) onSend(name.trim());
      }}
    >
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          name="name"
          type="text"
          dir="auto"
          required
          maxLength={80}
          autoComplete="off"
          autoFocus={focus}
          defaultValue={value}
          aria-invalid={error != null}
          aria-describedby={error ? `${id}-wrong` : undefined}
          className="field min-w-0 grow basis-48 text-base"
        />
        <button type="submit" className="button button-main" disabled={pending}>
          {button}
        </button>
        {onCancel && (
          <button type="button" className="button" onClick={onCancel}>
            {t("form.no")}
          </button>
        )}
      </div>
      {error != null && (
        <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
          ✕ {taken ? t("views.taken") : problem(error)}
        </p>
      )}
    </form>
  );
}
