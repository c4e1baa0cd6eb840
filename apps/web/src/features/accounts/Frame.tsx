/** A narrow page with one form on it: signing up and in, and what links lead to. */
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { useProblemText } from "@/shared/ui/states";

export function Frame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  usePageTitle(title);
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        {text && <p className="mt-2 text-soft">{text}</p>}
      </div>
      {children}
    </div>
  );
}

type Values = Record<string, string>;

interface FormProps<T> {
  send: (values: Values) => Promise<T>;
  done: (answer: T) => void;
  button: string;
  danger?: boolean;
  children: (error: unknown) => ReactNode;
}

/** A form that sends what its fields hold, waits, and says what is wrong. */
export function Form<T>({ send, done, button, danger, children }: FormProps<T>) {
  const { t } = useTexts();
  const sending = useMutation({ mutationFn: send, onSuccess: done });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const values: Values = {};
        for (const [name, value] of given) if (typeof value === "string") values[name] = value;
        sending.mutate(values);
      }}
    >
      {children(sending.error)}
      <FormProblem error={sending.error} />
      <button
        type="submit"
        className={`button self-start ${danger ? "text-bad" : "button-main"}`}
        disabled={sending.isPending}
      >
        {sending.isPending ? t("form.sending") : button}
      </button>
    </form>
  );
}

/** What is wrong with the whole form; what is wrong with a field stands beside it. */
export function FormProblem({ error }: { error: unknown }) {
  const { t, format } = useTexts();
  const problem = useProblemText();
  if (!error) return null;
  if (error instanceof ApiProblem && error.problem.field && error.status === 400) {
    if (error.problem.key !== "error.link_spent") return null;
  }
  const wait = error instanceof ApiProblem && error.status === 429 ? error.retryAfterSeconds : null;
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      ✕ {wait ? t("form.too_often", { wait: format.duration(wait) }) : problem(error)}
    </p>
  );
}
