/** A purchase entered, or changed; either can be taken back. */
import { useState, type FormEvent } from "react";
import { ApiProblem, patch, post, remove } from "@/shared/api/client";
import type { OwnGood, OwnPurchase } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { Field } from "@/shared/ui/Field";
import { Finder } from "@/shared/ui/Finder";
import { useProblemText } from "@/shared/ui/states";
import { variantsQuery } from "./queries";
import { useSums } from "./useSums";

interface Wish {
  day: string;
  pieces: number;
  cost_uzs: number;
  note: string;
}

/** `one`: the purchase that is changed; without it a new one is entered. */
export function PurchaseForm({ one, onDone }: { one?: OwnPurchase; onDone: () => void }) {
  const { t } = useTexts();
  const { today } = useSums();
  const problem = useProblemText();
  const { offer, askAgain } = useRun(["own"]);
  const [variant, setVariant] = useState<OwnGood | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const enter = async (wish: Wish) => {
    const made = await post<OwnPurchase>("/own-shop/purchases", { ...wish, sku_id: variant?.sku_id });
    offer(t("ownsums.purchase_entered"), () => remove(`/own-shop/purchases/${made.purchase_id}`));
  };
  const alter = async (before: OwnPurchase, wish: Wish) => {
    const place = `/own-shop/purchases/${before.purchase_id}`;
    await patch<OwnPurchase>(place, wish);
    const { day, pieces, cost_uzs, note } = before;
    offer(t("ownsums.purchase_changed"), () => patch(place, { day, pieces, cost_uzs, note }));
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget);
    const text = (name: string) => String(told.get(name) ?? "");
    const whole = (name: string) => Number(text(name).replace(/[^\d]/g, ""));
    const wish = {
      day: text("day"),
      pieces: whole("pieces"),
      cost_uzs: whole("cost_uzs"),
      note: text("note"),
    };
    setBusy(true);
    setError(null);
    try {
      await (one ? alter(one, wish) : enter(wish));
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
      void askAgain();
    }
  };
  const elsewhere = error !== null && !(error instanceof ApiProblem && error.problem.field);
  return (
    <form className="sheet flex flex-col gap-3 p-3 sm:p-4" onSubmit={(event) => void send(event)}>
      {!one && <Variant variant={variant} onPick={setVariant} />}
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Field
          name="day"
          type="date"
          label={t("ownsums.field.day")}
          defaultValue={one?.day ?? today}
          max={today}
          required
          error={error}
        />
        <Field
          name="pieces"
          label={t("ownsums.field.pieces")}
          inputMode="numeric"
          autoComplete="off"
          pattern="[\d\s]*[1-9][\d\s]*"
          maxLength={11}
          defaultValue={one?.pieces}
          required
          error={error}
        />
        <Field
          name="cost_uzs"
          label={t("ownsums.field.cost")}
          inputMode="numeric"
          autoComplete="off"
          pattern="[\d\s]*\d[\d\s]*"
          maxLength={18}
          defaultValue={one?.cost_uzs}
          required
          error={error}
        />
        <Field
          name="note"
          label={t("ownsums.field.note")}
          maxLength={300}
          autoComplete="off"
          defaultValue={one?.note}
          error={error}
        />
      </div>
      <p className="text-xs text-soft">{t("ownsums.cost_means")}</p>
      {elsewhere && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <button
          type="submit"
          className="button button-main"
          disabled={busy || (!one && variant?.sku_id == null)}
        >
          {t("form.save")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("ownsums.cancel")}
        </button>
      </div>
    </form>
  );
}

function Variant({ variant, onPick }: { variant: OwnGood | null; onPick: (one: OwnGood | null) => void }) {
  const { t } = useTexts();
  const nameOf = (one: OwnGood) =>
    [one.product_title, one.title, one.code ?? `SKU ${one.sku_id}`].filter(Boolean).join(" · ");
  if (variant)
    return (
      <p className="flex flex-wrap items-center gap-x-3">
        <span dir="auto" className="font-medium wrap-anywhere">
          {nameOf(variant)}
        </span>
        <button type="button" className="link min-h-11 text-sm" onClick={() => onPick(null)}>
          {t("ownsums.another")}
        </button>
      </p>
    );
  return (
    <Finder
      label={t("ownsums.field.variant")}
      placeholder={t("ownsums.find_hint")}
      found={t("ownsums.found")}
      nothing={t("ownsums.none_found")}
      find={variantsQuery}
      idOf={(one: OwnGood) => one.sku_id ?? 0}
      without={[0]}
      option={(one) => (
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {nameOf(one)}
        </span>
      )}
      onPick={onPick}
    />
  );
}
