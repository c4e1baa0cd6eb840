/** What own goods were bought for: entered, changed, deleted and taken back, or taken in from a file. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { OwnPurchase } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { PurchaseForm } from "./PurchaseForm";
import { purchasesQuery } from "./queries";

const PurchaseFile = lazy(() => import("./PurchaseFile"));

export default function Purchases() {
  const { t } = useTexts();
  const { may } = useSession();
  const list = useInfiniteQuery(purchasesQuery);
  const [open, setOpen] = useState<"form" | "file" | null>(null);
  const flip = (which: "form" | "file") => setOpen(open === which ? null : which);
  return (
    <section aria-label={t("ownsums.part.purchases")} className="flex flex-col gap-3">
      <p className="max-w-prose text-sm text-soft">{t("ownsums.purchases_text")}</p>
      {may("analyst") ? (
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            className="button button-main"
            aria-expanded={open === "form"}
            onClick={() => flip("form")}
          >
            {t("ownsums.purchase_new")}
          </button>
          <button
            type="button"
            className="button"
            aria-expanded={open === "file"}
            onClick={() => flip("file")}
          >
            {t("ownsums.from_file")}
          </button>
        </div>
      ) : (
        <p className="text-sm text-soft">{t("ownsums.analysts")}</p>
      )}
      {open === "form" && <PurchaseForm onDone={() => setOpen(null)} />}
      {open === "file" && (
        <Suspense fallback={<Skeleton rows={1} height="h-32" />}>
          <PurchaseFile onDone={() => setOpen(null)} />
        </Suspense>
      )}
      <Answer query={list} skeleton={<Skeleton rows={4} height="h-16" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0)
            return (
              <Empty title={t("ownsums.no_purchases")}>
                <p className="max-w-prose text-sm text-soft">{t("ownsums.no_purchases_text")}</p>
              </Empty>
            );
          return (
            <>
              <ul className="sheet divide-y divide-rule px-3 sm:px-4">
                {rows.map((one) => (
                  <Row key={one.purchase_id} one={one} />
                ))}
              </ul>
              <ShowMore list={list} shown={rows.length} total={pages[0]?.total ?? rows.length} />
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function Row({ one }: { one: OwnPurchase }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const { run } = useRun(["own"]);
  const [editing, setEditing] = useState(false);
  const place = `/own-shop/purchases/${one.purchase_id}`;
  const name = one.title ?? one.code ?? `SKU ${one.sku_id}`;
  const forget = () =>
    void run({
      send: () => remove(place),
      words: () => t("ownsums.purchase_deleted", { name }),
      undo: () => post(`${place}/restore`),
    });
  return (
    <li className="flex flex-col gap-2 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 grow basis-52">
          <span dir="auto" className="font-medium wrap-anywhere">
            {name}
          </span>
          <span className="block text-sm text-soft">
            {format.day(one.day)}
            {one.note && <span dir="auto"> · {one.note}</span>}
          </span>
        </span>
        <span className="text-sm">
          {t("ownsums.pieces_at", { n: one.pieces, money: format.money(one.cost_uzs) })}{" "}
          <strong className="whitespace-nowrap">{format.money(one.pieces * one.cost_uzs)}</strong>
        </span>
        {may("analyst") && (
          <span className="flex gap-2">
            <button
              type="button"
              className="button button-small"
              aria-expanded={editing}
              aria-label={`${t("ownsums.change")}: ${name}, ${format.day(one.day)}`}
              onClick={() => setEditing(!editing)}
            >
              {t("ownsums.change")}
            </button>
            <button
              type="button"
              className="button button-small"
              aria-label={`${t("ownsums.delete")}: ${name}, ${format.day(one.day)}`}
              onClick={forget}
            >
              {t("ownsums.delete")}
            </button>
          </span>
        )}
      </div>
      {editing && <PurchaseForm one={one} onDone={() => setEditing(false)} />}
    </li>
  );
}
