/** Sales to come at another price: listed, announced, taken back, and whether the forecast counts with them. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { post, remove } from "@/shared/api/client";
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
  const days =
    sale.first_day === sale.last_day
      ? format.day(sale.first_day)
      : `${format.day(sale.first_day)} – ${format.day(sale.last_day)}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 py-1 text-sm">
      <span>
        {days}: <strong>{format.money(sale.price_uzs)}</strong>
      </span>
      {may("analyst") && (
        <button
          type="button"
          className="button button-small"
          disabled={taking.isPending}
          onClick={() => taking.mutate()}
          aria-label={`${t("outlook.sale_take_back")}: ${days}`}
        >
          {t("outlook.sale_take_back")}
        </button>
      )}
      {taking.isError && (
        <p role="alert" className="basis-full text-bad">
          ✕ {problem(taking.error)}
        </p>
      )}
    </li>
  );
}

function Announce({ id }: { id: number }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const announcing = useMutation({
    mutationFn: (sale: { first_day: string; last_day: string; price_uzs: number }) =>
      post(`/products/${id}/announced-sales`, sale),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: salesKey(id) });
    },
  });
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget);
    const text = (name: string) => String(told.get(name) ?? "");
    announcing.mutate({
      first_day: text("first_day"),
      last_day: text("last_day"),
      price_uzs: Number(text("price_uzs")),
    });
  };
  if (!open)
    return (
      <button type="button" className="button button-small self-start" onClick={() => setOpen(true)}>
        {t("outlook.sale_new")}
      </button>
    );
  return (
    <form className="flex flex-col gap-3 sm:flex-row sm:flex-wrap sm:items-end" onSubmit={send}>
      <Field
        name="first_day"
        type="date"
        label={t("outlook.sale_first")}
        required
        autoFocus
        error={announcing.error}
      />
      <Field
        name="last_day"
        type="date"
        label={t("outlook.sale_last")}
        required
        error={announcing.error}
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
        required
        error={announcing.error}
      />
      <div className="flex gap-2">
        <button type="submit" className="button button-main" disabled={announcing.isPending}>
          {t("outlook.sale_announce")}
        </button>
        <button type="button" className="button" onClick={() => setOpen(false)}>
          {t("outlook.sale_not_now")}
        </button>
      </div>
      {announcing.isError && (
        <p role="alert" className="basis-full text-sm text-bad">
          ✕ {problem(announcing.error)}
        </p>
      )}
    </form>
  );
}
