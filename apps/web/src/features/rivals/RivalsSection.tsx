/** A product's rivals on its page: who they are and why, what they did, their history on one's own, who came and who left. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { put } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { NicheMove, Rival, Rivals } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";
import { History } from "./History";
import { Positions } from "./Positions";
import { rivalsQuery } from "./queries";
import { RivalItem } from "./RivalItem";

const AT_FIRST = 5;

export default function RivalsSection({ id }: { id: number }) {
  const { t } = useTexts();
  const { may } = useSession();
  const found = useQuery(rivalsQuery(id));
  return (
    <section aria-labelledby="rivals" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="rivals" className="text-xl">
          {t("rivals.of_product")}
        </h2>
        {may("viewer") && (
          <Link to="/rivals" className="link inline-flex min-h-11 items-center text-sm">
            {t("rivals.all")}
          </Link>
        )}
      </div>
      <Answer query={found} skeleton={<Skeleton rows={3} height="h-24" />}>
        {(data) => <Loaded id={id} found={data} />}
      </Answer>
      {may("viewer") && <Positions id={id} />}
    </section>
  );
}

function Loaded({ id, found }: { id: number; found: Rivals }) {
  const { t } = useTexts();
  const { may } = useSession();
  const [all, setAll] = useState(false);
  const choose = useChoice(id);
  const problem = useProblemText();
  const edits = may("analyst");
  const deed = (rival: Rival, choice: "removed" | "proposed", words: string) =>
    edits
      ? {
          words,
          pending: choose.isPending,
          run: () => choose.mutate({ rival: rival.product.product_id, choice }),
        }
      : undefined;
  const shown = all ? found.rivals : found.rivals.slice(0, AT_FIRST);
  return (
    <>
      {found.rivals.length === 0 ? (
        <p className="max-w-prose text-sm text-soft">{t("rivals.none")}</p>
      ) : (
        <ul className="sheet divide-y divide-rule px-4">
          {shown.map((rival) => (
            <RivalItem
              key={rival.product.product_id}
              rival={rival}
              deed={
                rival.why.choice === "added"
                  ? deed(rival, "proposed", t("rivals.take_back"))
                  : deed(rival, "removed", t("rivals.take_out"))
              }
            />
          ))}
        </ul>
      )}
      {found.rivals.length > AT_FIRST && !all && (
        <button type="button" className="button self-start" onClick={() => setAll(true)}>
          {t("rivals.show_all", { n: found.rivals.length })}
        </button>
      )}
      {choose.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(choose.error)}
        </p>
      )}
      {edits && (
        <AddRival pending={choose.isPending} onAdd={(rival) => choose.mutate({ rival, choice: "added" })} />
      )}
      {found.removed.length > 0 && (
        <details>
          <summary className="min-h-11 py-2 text-sm font-medium">
            {t("rivals.removed", { n: found.removed.length })}
          </summary>
          <ul className="sheet divide-y divide-rule px-4">
            {found.removed.map((rival) => (
              <RivalItem
                key={rival.product.product_id}
                rival={rival}
                deed={deed(rival, "proposed", t("rivals.put_back"))}
              />
            ))}
          </ul>
        </details>
      )}
      <History id={id} />
      <Moves found={found} />
    </>
  );
}

function useChoice(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rival, choice }: { rival: number; choice: "added" | "removed" | "proposed" }) =>
      put(`/products/${id}/rivals/${rival}`, { choice }),
    onSettled: () => client.invalidateQueries({ queryKey: ["rivals"] }),
  });
}

/** By the number in a product's address, or the whole address. */
function AddRival({ pending, onAdd }: { pending: boolean; onAdd: (id: number) => void }) {
  const { t } = useTexts();
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get("rival") ?? "");
        const id = /(\d{1,15})(?:\D*$|\?|$)/.exec(text.split("?")[0] ?? "")?.[1];
        if (!id) return;
        onAdd(Number(id));
        event.currentTarget.reset();
      }}
    >
      <label className="flex min-w-0 grow basis-56 flex-col gap-1 text-xs text-soft sm:grow-0 sm:basis-80">
        {t("rivals.add_label")}
        <input
          name="rival"
          type="text"
          autoComplete="off"
          maxLength={300}
          className="field w-full text-base text-ink"
        />
      </label>
      <button type="submit" className="button" disabled={pending}>
        {t("rivals.add")}
      </button>
    </form>
  );
}

function Moves({ found }: { found: Rivals }) {
  const { t } = useTexts();
  if (found.entered === null || found.left === null)
    return <p className="max-w-prose text-sm text-soft">{t("rivals.moves_unknown")}</p>;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <MoveList title={t("rivals.entered")} moves={found.entered} />
      <MoveList title={t("rivals.left")} moves={found.left} />
    </div>
  );
}

function MoveList({ title, moves }: { title: string; moves: readonly NicheMove[] }) {
  const { t, format } = useTexts();
  return (
    <div className="sheet px-4 pt-3 pb-2 text-sm">
      <h3 className="font-medium">{title}</h3>
      {moves.length === 0 && <p className="py-2 text-soft">{t("rivals.nobody")}</p>}
      <ul className="divide-y divide-rule">
        {moves.slice(0, 8).map((move) => (
          <li key={move.product_id} className="py-2">
            <ProductLink product={move} className="line-clamp-2 link" />
            <p className="text-xs text-soft">
              <span dir="auto">{move.seller?.title ?? ""}</span> · {format.money(move.price_uzs)} ·{" "}
              {format.instant(move.at)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
