/** What can be done with the products that are ticked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import type { WatchedProduct } from "@/shared/api/shapes";
import { namedListsQuery, tagsQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { suggested } from "./before";
import { NewList } from "./NewList";
import type { WatchSearch } from "./search";
import { TagInput } from "./TagsField";
import { MOST_AT_ONCE, useDeeds } from "./useDeeds";

interface Props {
  rows: WatchedProduct[];
  search: WatchSearch;
  onClear: () => void;
}

export function BulkBar({ rows, search, onClear }: Props) {
  const { t } = useTexts();
  const deeds = useDeeds();
  const [open, setOpen] = useState<"lists" | "tags" | null>(null);
  const lists = useQuery(namedListsQuery).data?.items ?? [];
  const here = lists.find((list) => list.list_id === search.list && !list.deleted_at);
  const close = () => setOpen(null);
  return (
    <section
      aria-label={t("watch.bulk")}
      className="sheet pointer-events-auto flex w-full flex-col gap-2 border-accent p-2 shadow-lg sm:flex-row sm:flex-wrap sm:items-center sm:px-4"
    >
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="font-medium">
          {t("watch.picked", { n: rows.length })}
        </p>
        <button type="button" className="link min-h-9 px-2 text-sm" onClick={onClear}>
          {t("watch.unpick")}
        </button>
      </div>
      {rows.length > MOST_AT_ONCE ? (
        <p className="text-sm text-warn">△ {t("watch.too_many", { n: MOST_AT_ONCE })}</p>
      ) : (
        <div className="flex flex-wrap gap-1.5 sm:ms-auto">
          <Act words={t("mark.mine")} onClick={() => void deeds.mark(rows, "mine")} />
          <Act words={t("mark.rival")} onClick={() => void deeds.mark(rows, "rival")} />
          <Act words={t("mark.none")} onClick={() => void deeds.mark(rows, null)} />
          {rows.length >= 2 && rows.length <= 6 && (
            <Link
              to="/compare"
              search={{ ids: rows.map((row) => row.product_id).join(",") }}
              className="button button-small"
            >
              {t("watch.compare")}
            </Link>
          )}
          <Act words={t("watch.tags_open")} onClick={() => setOpen("tags")} />
          <Act words={t("watch.lists_open")} onClick={() => setOpen("lists")} />
          {here && <Act words={t("watch.out_of_this")} onClick={() => void deeds.takeOut(rows, here)} />}
          <Act words={t("watch.untrack")} onClick={() => void deeds.untrack(rows)} bad />
        </div>
      )}
      {open === "lists" && <ListsPanel rows={rows} onClose={close} />}
      {open === "tags" && <TagsPanel rows={rows} onClose={close} />}
    </section>
  );
}

function Act({ words, onClick, bad }: { words: ReactNode; onClick: () => void; bad?: boolean }) {
  return (
    <button type="button" className={`button button-small ${bad ? "text-bad" : ""}`} onClick={onClick}>
      {words}
    </button>
  );
}

interface PanelProps {
  rows: WatchedProduct[];
  onClose: () => void;
}

function ListsPanel({ rows, onClose }: PanelProps) {
  const { t, format } = useTexts();
  const deeds = useDeeds();
  const client = useQueryClient();
  const lists = useQuery(namedListsQuery).data?.items.filter((list) => !list.deleted_at) ?? [];
  const then = (done: Promise<boolean>) => {
    onClose();
    void done;
  };
  return (
    <Panel title={t("watch.lists_for", { n: rows.length })} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {lists.length > 0 && (
          <ul className="flex flex-col divide-y divide-rule">
            {lists.map((list) => (
              <li key={list.list_id} className="flex flex-wrap items-center justify-between gap-2 py-2">
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {list.name} <span className="text-soft">({format.count(list.products)})</span>
                </span>
                <span className="flex gap-2">
                  <Act words={t("watch.put_in")} onClick={() => then(deeds.putIn(rows, list))} />
                  <Act words={t("watch.take_out")} onClick={() => then(deeds.takeOut(rows, list))} />
                </span>
              </li>
            ))}
          </ul>
        )}
        <NewList
          button={t("watch.new_and_in")}
          onMade={(list) => {
            void client.invalidateQueries({ queryKey: namedListsQuery.queryKey });
            then(deeds.putIn(rows, list));
          }}
        />
      </div>
    </Panel>
  );
}

function TagsPanel({ rows, onClose }: PanelProps) {
  const { t } = useTexts();
  const deeds = useDeeds();
  const known = useQuery(tagsQuery).data?.items ?? [];
  const [typed, setTyped] = useState("");
  return (
    <Panel title={t("watch.tags_for", { n: rows.length })} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <TagInput
          typed={typed}
          onType={setTyped}
          offered={suggested(known, [], typed, 12)}
          onAdd={(tag) => {
            if (!tag.trim()) return;
            onClose();
            void deeds.tag(rows, tag.trim());
          }}
        />
      </div>
    </Panel>
  );
}
