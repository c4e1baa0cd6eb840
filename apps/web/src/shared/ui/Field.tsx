/** One labelled input of a form, with what is wrong with it said beside it. */
import { useId, useState, type InputHTMLAttributes, type ReactNode } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "className"> {
  name: string;
  label: string;
  hint?: ReactNode;
  /** The failure of the form; shown here when it is of this field. */
  error?: unknown;
  wrong?: string;
}

export function Field({ label, hint, error, wrong, type = "text", ...more }: Props) {
  const { t } = useTexts();
  const id = useId();
  const [shown, setShown] = useState(false);
  const isWrong = error instanceof ApiProblem && error.problem.field === more.name;
  const secret = type === "password";
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          {...more}
          id={id}
          type={secret && shown ? "text" : type}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-wrong` : hint ? `${id}-hint` : undefined}
          className="field w-full min-w-0 text-base"
        />
        {secret && (
          <button
            type="button"
            className="button button-small shrink-0"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? "form.hide" : "form.show")}
          </button>
        )}
      </div>
      {hint && !isWrong && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {isWrong && (
        <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
          ✕ {wrong ?? error.problem.detail}
        </p>
      )}
    </div>
  );
}
