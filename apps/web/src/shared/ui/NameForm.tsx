/** A name for something, new or another, and what is wrong with it. */
import { useId, type ReactNode } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useProblemText } from "./states";

interface Props {
  label: string;
  value?: string;
  button: string;
  error: unknown;
  pending: boolean;
  onSend: (name: string) => void;
  focus?: boolean;
  /** What is said where the name is taken, or there are too many. */
  taken: string;
  children?: ReactNode;
}

export function NameForm({ label, value, button, error, pending, onSend, focus, taken, children }: Props) {
  const problem = useProblemText();
  const id = useId();
  const refused = error instanceof ApiProblem && error.status === 409;
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
        {children}
      </div>
      {error != null && (
        <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
          ✕ {refused ? taken : problem(error)}
        </p>
      )}
    </form>
  );
}
