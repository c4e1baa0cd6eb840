/** A link is given, and what becomes of it is told until it is there or two minutes are over. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { ApiProblem, post } from "@/shared/api/client";
import { followedShopsQuery } from "@/shared/api/follow";
import type { Followed } from "@/shared/api/shapes";
import { productQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";

const ASK_MS = 4_000;
const PATIENCE_MS = 120_000;

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
      {done?.shop != null && <Shop key={done.shop} name={done.shop} off={off} />}
    </>
  );
}

/** Whether our patience is over. */
function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
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

function Shop({ name, off }: { name: string; off: boolean }) {
  const { t } = useTexts();
  const late = useLate();
  const shops = useQuery({
    ...followedShopsQuery,
    retry: false,
    enabled: !late,
    refetchInterval: ({ state }) => (ended(state.data?.items, name) ? false : ASK_MS),
  });
  const shop = shops.data?.items.find((one) => one.shop === name);
  const facts = { shop: shop?.title ?? name, found: shop?.found ?? 0 };
  if (shop?.state === "done") {
    return (
      <p role="status" className="text-sm text-good">
        ✓ {t("steps.shop_done", facts)}
      </p>
    );
  }
  if (late) return <Waits words={t("steps.shop_late")} late />;
  if (off) return <Waits words={t("steps.off")} late={false} />;
  return (
    <Waits words={t(`steps.shop_${shop?.state ?? "waiting"}`, facts)} late={shop?.state === "unknown"} />
  );
}

function ended(shops: readonly { shop: string; state: string }[] | undefined, name: string): boolean {
  const state = shops?.find((one) => one.shop === name)?.state;
  return state === "done" || state === "unknown";
}

function Waits({ words, late }: { words: string; late: boolean }) {
  const { t } = useTexts();
  const { person } = useSession();
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      <p className={late ? "text-warn" : "text-soft"}>
        <span aria-hidden="true">{late ? "△" : "…"} </span>
        {words}
      </p>
      {late && person?.operator && (
        <Link to="/health" className="link inline-flex min-h-11 items-center">
          {t("steps.health")}
        </Link>
      )}
    </div>
  );
}
