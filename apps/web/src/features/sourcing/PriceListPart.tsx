/** Price lists of one's own: a file is dropped, its columns are confirmed, and its lines become offers. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { PriceList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";
import { ListColumns } from "./ListColumns";
import { listQuery, listsQuery, sendList } from "./queries";

export function PriceListPart() {
  const { t } = useTexts();
  const problem = useProblemText();
  const { may } = useSession();
  const client = useQueryClient();
  const lists = useQuery(listsQuery);
  const sending = useMutation({
    mutationFn: sendList,
    onSuccess: () => client.invalidateQueries({ queryKey: listsQuery.queryKey }),
  });
  return (
    <section aria-labelledby="price-lists" className="flex flex-col gap-3">
      <h2 id="price-lists" className="text-xl">
        {t("sourcing.lists")}
      </h2>
      <p className="max-w-prose text-sm text-soft">{t("sourcing.lists_text")}</p>
      {may("analyst") && (
        <label className="button w-fit cursor-pointer focus-within:outline-2">
          {t(sending.isPending ? "sourcing.sending" : "sourcing.choose")}
          <input
            type="file"
            className="sr-only"
            accept=".csv,.tsv,.txt,.xlsx"
            disabled={sending.isPending}
            onChange={(event) => {
              const file = event.target.files?.item(0);
              if (file) sending.mutate(file);
              event.target.value = "";
            }}
          />
        </label>
      )}
      {sending.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(sending.error)}{" "}
          {sending.error instanceof ApiProblem ? (sending.error.problem.detail ?? "") : ""}
        </p>
      )}
      <Answer query={lists} skeleton={<Skeleton rows={1} height="h-14" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-sm text-soft">{t("sourcing.no_lists")}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {items.map((one) => (
                <List key={one.list_id} one={one} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}

function List({ one }: { one: PriceList }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const [open, setOpen] = useState(one.state === "draft");
  const deleting = useMutation({
    mutationFn: () => remove(`/price-lists/${one.list_id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["sourcing"] }),
  });
  return (
    <li className="sheet flex flex-col gap-2 px-3 py-2 sm:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span dir="auto" className="font-medium wrap-anywhere">
          {one.name}
        </span>
        <span role="status" className="text-sm text-soft">
          {t(`sourcing.list.${one.state}`)}
        </span>
        {one.rows !== null && (
          <span className="text-sm text-soft">{t("sourcing.rows", { n: one.rows })}</span>
        )}
        {one.bad_rows > 0 && (
          <span className="text-sm text-warn">{t("sourcing.bad_rows", { n: one.bad_rows })}</span>
        )}
        <span className="text-xs text-soft">{format.instant(one.made_at)}</span>
        <button
          type="button"
          className="link min-h-11 text-sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "sourcing.hide" : "sourcing.show")}
        </button>
        {may("analyst") && (
          <Confirm
            button={t("sourcing.delete")}
            title={t("sourcing.delete_title", { name: one.name })}
            text={t("sourcing.delete_text")}
            yes={t("sourcing.delete")}
            disabled={deleting.isPending}
            onYes={() => deleting.mutate()}
          />
        )}
      </div>
      {open && <Opened id={one.list_id} />}
    </li>
  );
}

function Opened({ id }: { id: number }) {
  const list = useQuery(listQuery(id));
  return (
    <Answer query={list} skeleton={<Skeleton rows={1} height="h-40" />}>
      {(detail) => <ListColumns key={detail.price_list.state} detail={detail} />}
    </Answer>
  );
}
