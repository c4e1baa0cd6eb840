/** Sales to come at another price: listed, announced, taken back, and whether the forecast counts with them. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { patch, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { AnnouncedSale } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { useProblemText } from "@/shared/ui/states";
import { salesKey, type Announced } from "./announced";

interface Props {
  id: number;
  announced: Announced;
  counted: boolean;
  onCount: (counted: boolean) => void;
}

export function AnnouncedPart({ id, announced: { sales, outlook }, counted, onCount }: Props) {
  const { t } = useTexts();
  const { may } = useSession();
  if (!may("viewer") || (!sales.length && !may("analyst"))) return null;
  return (
    <section aria-labelledby="announced" className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <h4 id="announced" className="font-medium">
        {t("outlook.sales")}
      </h4>
      <p className="max-w-prose text-sm text-soft">{t("outlook.sales_text")}</p>
      {sales.length > 0 && (
        <ul className="flex flex-col divide-y divide-rule">
          {sales.map((sale) => (
            <Sale key={sale.sale_id} sale={sale} />
          ))}
        </ul>
      )}
      {outlook?.felt && (
        <label className="flex min-h-11 items-center gap-2 text-sm">
          <input type="checkbox" checked={counted} onChange={(event) => onCount(event.target.checked)} />
          {t("outlook.sales_counted")}
        </label>
      )}
      {outlook && !outlook.felt && (
        <p role="status" className="max-w-prose text-sm">
          {t("outlook.sales_not_felt")}
        </p>
      )}
      {may("analyst") && <Announce id={id} />}
    </section>
  );
}

function Sale({ sale }: { sale: AnnouncedSale }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const problem = useProblemText();
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: () => remove(`/announced-sales/${sale.sale_id}`),
    onSettled: () => client.invalidateQueries({ queryKey: salesKey(sale.product_id) }),
  });
  const [changes, setChanges] = useState(false);
  const changing = useMutation({
    mutationFn: (wish: Wish) => patch(`/announced-sales/${sale.sale_id}`, wish),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: salesKey(sale.product_id) });
      setChanges(false);
    },
  });
  const days =
    sale.first_day === sale.last_day
      ? format.day(sale.first_day)
      : `${format.day(sale.first_day)} – ${format.day(sale.last_day)}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 py-1 text-sm">
      <span>
        {days}: <strong>{format.money(sale.price_uzs)}</strong>
      </span>
      {may("analyst") && !changes && (
        <span className="flex flex-wrap gap-2">
          <button
            type="button"
            className="button button-small"
            onClick={() => setChanges(true)}
            aria-label={`${t("outlook.sale_change")}: ${days}`}
          >
            {t("outlook.sale_change")}
          </button>
          <button
            type="button"
            className="button button-small"
            disabled={taking.isPending}
            onClick={() => taking.mutate()}
            aria-label={`${t("outlook.sale_take_back")}: ${days}`}
          >
            {t("outlook.sale_take_back")}
          </button>
        </span>
      )}
      {changes && (
        <SaleForm
          sale={sale}
          button={t("outlook.sale_keep")}
          pending={changing.isPending}
          error={changing.error}
          onSend={changing.mutate}
          onClose={() => setChanges(false)}
        />
      )}
      {taking.isError && (
        <p role="alert" className="basis-full text-bad">
          ✕ {problem(taking.error)}
        </p>
      )}
    </li>
  );
}

interface Wish {
  first_day: string;
  last_day: string;
  price_uzs: number;
}

function Announce({ id }: { id: number }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const announcing = useMutation({
    mutationFn: (wish: Wish) => post(`/products/${id}/announced-sales`, wish),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: salesKey(id) });
    },
  });
  if (!open)
    return (
      <button type="button" className="button button-small self-start" onClick={() => setOpen(true)}>
        {t("outlook.sale_new")}
      </button>
    );
  return (
    <SaleForm
      button={t("outlook.sale_announce")}
      pending={announcing.isPending}
      error={announcing.error}
      onSend={announcing.mutate}
      onClose={() => setOpen(false)}
    />
  );
}

interface FormProps {
  /** What is announced already, where it is changed. */
  sale?: Wish;
  button: string;
  pending: boolean;
  error: unknown;
  onSend: (wish: Wish) => void;
  onClose: () => void;
}

function SaleForm({ sale, button, pending, error, onSend, onClose }: FormProps) {
  const { t } = useTexts();
  const problem = useProblemText();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget);
    const text = (name: string) => String(told.get(name) ?? "");
    onSend({
      first_day: text("first_day"),
      last_day: text("last_day"),
      price_uzs: Number(text("price_uzs")),
    });
  };
  return (
    <form className="flex basis-full flex-col gap-3 sm:flex-row sm:flex-wrap sm:items-end" onSubmit={send}>
      <Field
        name="first_day"
        type="date"
        label={t("outlook.sale_first")}
        defaultValue={sale?.first_day}
        required
        autoFocus
        error={error}
      />
      <Field
        name="last_day"
        type="date"
        label={t("outlook.sale_last")}
        defaultValue={sale?.last_day}
        required
        error={error}
        wrong={t("outlook.sale_wrong_days")}
      />
      <Field
        name="price_uzs"
        type="number"
        min={1}
        max={10_000_000_000}
        step={1}
        inputMode="numeric"
        label={t("outlook.sale_price")}
        defaultValue={sale?.price_uzs}
        required
        error={error}
      />
      <div className="flex gap-2">
        <button type="submit" className="button button-main" disabled={pending}>
          {button}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("outlook.sale_not_now")}
        </button>
      </div>
      {error !== null && (
        <p role="alert" className="basis-full text-sm text-bad">
          ✕ {problem(error)}
        </p>
      )}
    </form>
  );
}
