/** How well an offer fits a product, with its range and what it is made of; and a person's word on it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { OfferScore, ProductOffer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";

const PARTS = ["title", "model", "picture", "price"] as const;
const percent = (share: number) => Math.round(share * 100);

export function FitWords({ score }: { score: OfferScore }) {
  const { t } = useTexts();
  return (
    <p className="flex flex-wrap gap-x-3 text-sm text-soft">
      <span className="numeric text-ink">
        {t("sourcing.fit", { n: percent(score.point), low: percent(score.low), high: percent(score.high) })}
      </span>
      {PARTS.map((part) => {
        const share = score.parts[part];
        return (
          <span key={part} className="numeric">
            {t(`sourcing.part.${part}`)} {share === null ? "—" : `${percent(share)} %`}
          </span>
        );
      })}
    </p>
  );
}

interface Props {
  product: number;
  offer: number;
  state: ProductOffer["state"];
  grams: number | null;
}

export function Decide({ product, offer, state, grams }: Props) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { may } = useSession();
  const client = useQueryClient();
  const [weight, setWeight] = useState(grams === null ? "" : String(grams));
  const saying = useMutation({
    mutationFn: (said: ProductOffer["state"]) =>
      put(`/products/${product}/offers/${offer}`, {
        state: said,
        ...(Number(weight) > 0 ? { weight_grams: Number(weight) } : {}),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["sourcing"] }),
  });
  if (!may("analyst")) return null;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <label className="flex flex-col gap-1 text-sm text-soft">
        {t("sourcing.weight")}
        <input
          className="field w-32"
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={7}
          value={weight}
          onChange={(event) => setWeight(event.target.value.replace(/\D/g, ""))}
        />
      </label>
      <button
        type="button"
        className="button button-small"
        disabled={saying.isPending}
        onClick={() => saying.mutate("confirmed")}
      >
        ✓ {t(state === "confirmed" ? "sourcing.keep_weight" : "sourcing.confirm")}
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={saying.isPending}
        onClick={() => saying.mutate(state === "rejected" ? "proposed" : "rejected")}
      >
        {state === "rejected" ? t("sourcing.reopen") : `✕ ${t("sourcing.reject")}`}
      </button>
      {saying.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(saying.error)}
        </p>
      )}
    </div>
  );
}
