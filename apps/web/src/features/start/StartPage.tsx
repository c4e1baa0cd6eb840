/** The first three steps: paste a link, see what is known of it, track it. */
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useId } from "react";
import { ApiProblem, post } from "@/shared/api/client";
import type { Look } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { useProblemText } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { LookedProduct } from "./LookedProduct";
import { LookedShop } from "./LookedShop";
import { Step } from "./Step";

const route = getRouteApi("/start");
const EXAMPLE = "https://uzum.uz/uz/product/…";

export function StartPage() {
  const { t } = useTexts();
  usePageTitle(t("start.title"));
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("start.title")}</h1>
        <p className="mt-1 text-soft">{t("start.text")}</p>
      </div>
      <Gate needs="analyst">
        <Steps />
      </Gate>
    </div>
  );
}

function Steps() {
  const { t } = useTexts();
  const look = useMutation({ mutationFn: (link: string) => post<Look>("/looks", { link }) });
  const found = look.data;
  return (
    <ol className="flex flex-col gap-3">
      <Step number={1} title={t("start.paste")} text={t("start.paste_text")}>
        <LinkForm
          send={look.mutate}
          pending={look.isPending}
          error={look.error}
          again={found !== undefined}
        />
      </Step>
      {found?.product_id != null ? (
        <LookedProduct key={found.product_id} first={found} id={found.product_id} />
      ) : found?.shop != null ? (
        <LookedShop key={found.shop} look={found} slug={found.shop} />
      ) : (
        <>
          <Step number={2} title={t("start.see")} text={t("start.see_text")} waits />
          <Step number={3} title={t("start.track")} text={t("start.track_text")} waits />
        </>
      )}
    </ol>
  );
}

interface FormProps {
  send: (link: string) => void;
  pending: boolean;
  error: unknown;
  /** Something was looked at already. */
  again: boolean;
}

function LinkForm({ send, pending, error, again }: FormProps) {
  const { t, format } = useTexts();
  const problem = useProblemText();
  const id = useId();
  const { link } = route.useSearch();
  const wrong = error instanceof ApiProblem && error.problem.field === "link";
  const wait = error instanceof ApiProblem && error.status === 429 ? error.retryAfterSeconds : null;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const link = new FormData(event.currentTarget).get("link");
        if (typeof link === "string" && link.trim()) send(link.trim());
      }}
    >
      <label htmlFor={id} className="text-sm text-soft">
        {t("steps.address")}
      </label>
      <div className="flex flex-col gap-2 sm:flex-row">
        <input
          key={link}
          id={id}
          name="link"
          type="text"
          defaultValue={link}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={2000}
          placeholder={EXAMPLE}
          aria-invalid={wrong}
          aria-describedby={error ? `${id}-wrong` : undefined}
          className="field w-full min-w-0 text-base"
        />
        <button
          type="submit"
          disabled={pending}
          className={`button shrink-0 self-start ${again ? "" : "button-main"}`}
        >
          {t(pending ? "steps.sending" : again ? "start.look_again" : "start.look")}
        </button>
      </div>
      {error != null && (
        <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
          ✕{" "}
          {wrong
            ? t("steps.link_wrong")
            : wait
              ? t("form.too_often", { wait: format.duration(wait) })
              : problem(error)}
        </p>
      )}
    </form>
  );
}
