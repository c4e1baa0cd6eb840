/** A link is given, and what becomes of it is told until it is there or two minutes are over. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { ApiProblem, post } from "@/shared/api/client";
import type { Followed } from "@/shared/api/shapes";
import { productQuery } from "@/shared/api/queries";
import { useTexts } from "@/shared/texts/texts";
import { FollowedShop } from "@/shared/ui/FollowedShop";
import { useProblemText } from "@/shared/ui/states";
import { useLate } from "@/shared/ui/useLate";
import { Waits } from "@/shared/ui/Waits";

const ASK_MS = 4_000;

export function Follow({ example, off }: { example: string; off: boolean }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const id = useId();
  const follow = useMutation({ mutationFn: (link: string) => post<Followed>("/follow", { link }) });
  const wrong = follow.error instanceof ApiProblem && follow.error.problem.field === "link";
  const done = follow.data;
  return (
    <>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const link = new FormData(event.currentTarget).get("link");
          if (typeof link === "string" && link.trim()) follow.mutate(link.trim());
        }}
      >
        <label htmlFor={id} className="text-xs text-soft">
          {t("steps.address")}
        </label>
        <input
          id={id}
          name="link"
          type="text"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={2000}
          placeholder={example}
          aria-invalid={wrong}
          aria-describedby={follow.isError ? `${id}-wrong` : undefined}
          className="field w-full text-base"
        />
        <button type="submit" className="button button-main self-start" disabled={follow.isPending}>
          {t(follow.isPending ? "steps.sending" : "steps.follow")}
        </button>
        {follow.isError && (
          <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
            ✕ {wrong ? t("steps.link_wrong") : problem(follow.error)}
          </p>
        )}
      </form>
      {done?.product_id != null && <Product key={done.product_id} id={done.product_id} off={off} />}
      {done?.shop != null && <FollowedShop key={done.shop} name={done.shop} off={off} />}
    </>
  );
}

function Product({ id, off }: { id: number; off: boolean }) {
  const { t } = useTexts();
  const late = useLate();
  // Not there yet is an answer like another: it is asked for again, and never shown as a failure.
  const product = useQuery({
    ...productQuery(id),
    retry: false,
    enabled: !late,
    refetchInterval: ({ state }) => (state.data ? false : ASK_MS),
  });
  if (product.data) {
    return (
      <div role="status" className="flex flex-col gap-2">
        <p className="text-good">✓ {t("steps.ready")}</p>
        <Link to="/p/$id" params={{ id: String(id) }} className="button self-start">
          {t("steps.open")}
        </Link>
      </div>
    );
  }
  return <Waits words={t(late ? "steps.late" : off ? "steps.off" : "steps.soon")} late={late} />;
}
