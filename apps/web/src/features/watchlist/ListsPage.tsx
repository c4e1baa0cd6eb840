/** Named lists: made, renamed, deleted, and restored while that is possible. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { patch } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { NamedList } from "@/shared/api/shapes";
import { namedListsQuery, shareLinksQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "@/shared/ui/NameForm";
import { Confirm } from "@/shared/ui/Confirm";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { Frame } from "./Frame";
import { NewList } from "./NewList";
import { useDeeds } from "./useDeeds";

export function ListsPage() {
  const { t } = useTexts();
  return (
    <Frame title={t("lists.title")} text={t("lists.text")}>
      <Lists />
    </Frame>
  );
}

function Lists() {
  const { t } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const lists = useQuery(namedListsQuery);
  const edits = may("analyst");
  return (
    <>
      {edits && (
        <div className="sheet px-3 py-4 sm:px-5">
          <NewList
            button={t("lists.make")}
            onMade={() => void client.invalidateQueries({ queryKey: namedListsQuery.queryKey })}
          />
        </div>
      )}
      <Answer query={lists} skeleton={<Skeleton rows={3} />}>
        {({ items }) => {
          const open = items.filter((list) => !list.deleted_at);
          const deleted = items.filter((list) => list.deleted_at);
          return (
            <>
              {open.length === 0 ? (
                <Empty title={t("lists.none")}>
                  <p className="max-w-prose text-soft">{t("lists.none_text")}</p>
                </Empty>
              ) : (
                <ul className="sheet flex flex-col divide-y divide-rule px-3 sm:px-5">
                  {open.map((list) => (
                    <Row key={list.list_id} list={list} edits={edits} />
                  ))}
                </ul>
              )}
              {edits && deleted.length > 0 && <Deleted lists={deleted} />}
            </>
          );
        }}
      </Answer>
    </>
  );
}

function Row({ list, edits }: { list: NamedList; edits: boolean }) {
  const { t } = useTexts();
  const deeds = useDeeds();
  const [renaming, setRenaming] = useState(false);
  const links = useQuery({ ...shareLinksQuery, enabled: edits }).data?.items ?? [];
  const shown = links.filter((link) => link.list_id === list.list_id && link.state === "open").length;
  if (renaming) return <Rename list={list} onDone={() => setRenaming(false)} />;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-3">
      <span className="min-w-0">
        <Link
          to="/watchlist"
          search={{ list: list.list_id }}
          dir="auto"
          className="link inline-block py-1 font-medium wrap-anywhere"
        >
          {list.name}
        </Link>
        <span className="block text-sm text-soft">
          {t("home.total", { n: list.products })}
          {shown > 0 && ` · ${t("lists.links", { n: shown })}`}
        </span>
      </span>
      {edits && (
        <span className="flex flex-wrap gap-2">
          <Link
            to="/watchlist/links"
            search={{ list: list.list_id }}
            aria-label={t("lists.share_of", { name: list.name })}
            className="button button-small"
          >
            {t("lists.share")}
          </Link>
          <button
            type="button"
            className="button button-small"
            aria-label={t("lists.rename_of", { name: list.name })}
            onClick={() => setRenaming(true)}
          >
            {t("lists.rename")}
          </button>
          {shown > 0 ? (
            // What it showed to others ends for good, so that is asked first.
            <Confirm
              button={
                <>
                  {t("lists.delete")} <span className="sr-only">{list.name}</span>
                </>
              }
              title={t("lists.delete")}
              text={t("lists.delete_text", { name: list.name, n: shown })}
              yes={t("lists.delete")}
              onYes={() => void deeds.deleteList(list)}
            />
          ) : (
            <button
              type="button"
              className="button button-small"
              aria-label={t("lists.delete_of", { name: list.name })}
              onClick={() => void deeds.deleteList(list)}
            >
              {t("lists.delete")}
            </button>
          )}
        </span>
      )}
    </li>
  );
}

function Rename({ list, onDone }: { list: NamedList; onDone: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const renaming = useMutation({
    mutationFn: (name: string) => patch(`/watchlist/lists/${list.list_id}`, { name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["watchlist"] });
      onDone();
    },
  });
  return (
    <li className="py-3" onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <NameForm
        label={t("lists.name")}
        value={list.name}
        button={t("form.save")}
        taken={t("lists.taken")}
        error={renaming.error}
        pending={renaming.isPending}
        onSend={renaming.mutate}
        focus
      >
        <button type="button" className="button" onClick={onDone}>
          {t("watch.cancel")}
        </button>
      </NameForm>
    </li>
  );
}

function Deleted({ lists }: { lists: NamedList[] }) {
  const { t, format } = useTexts();
  const deeds = useDeeds();
  return (
    <details className="sheet px-3 sm:px-5">
      <summary className="min-h-11 py-2.5 font-medium">{t("lists.deleted", { n: lists.length })}</summary>
      <p className="max-w-prose text-sm text-soft">{t("lists.deleted_text")}</p>
      <ul className="flex flex-col divide-y divide-rule pb-2">
        {lists.map((list) => (
          <li key={list.list_id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="min-w-0">
              <span dir="auto" className="wrap-anywhere">
                {list.name}
              </span>
              {list.deleted_at && (
                <span className="block text-sm text-soft">
                  {t("lists.deleted_at", { at: format.instant(list.deleted_at) })}
                </span>
              )}
            </span>
            <button
              type="button"
              className="button button-small"
              aria-label={t("lists.restore_of", { name: list.name })}
              onClick={() => void deeds.restoreList(list)}
            >
              {t("lists.restore")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
