/** Note, tags and lists of one product. What was written stays among the drafts, also when this is closed by mistake. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import type { WatchedProduct } from "@/shared/api/shapes";
import { namedListsQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { useProblemText } from "@/shared/ui/states";
import { TagsField } from "./TagsField";
import { useDeeds, type Said } from "./useDeeds";

const LONGEST_NOTE = 2000;

interface Props {
  row: WatchedProduct;
  drafts: Map<number, Said>;
  onClose: () => void;
}

export function Editor({ row, drafts, onClose }: Props) {
  const { t, format } = useTexts();
  const deeds = useDeeds();
  const lists = useQuery(namedListsQuery).data?.items.filter((list) => !list.deleted_at) ?? [];
  const [said, setSaid] = useState<Said>(
    () => drafts.get(row.product_id) ?? { note: row.note, tags: row.tags, lists: row.lists },
  );
  const change = (part: Partial<Said>) => {
    const next = { ...said, ...part };
    drafts.set(row.product_id, next);
    setSaid(next);
  };
  const done = () => {
    drafts.delete(row.product_id);
    onClose();
  };
  const saving = useMutation({ mutationFn: () => deeds.say(row, said), onSuccess: done });
  return (
    <Panel title={t("watch.edit")} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <p dir="auto" className="font-medium wrap-anywhere">
          {format.title(row.titles) ?? t("product.untitled", { id: String(row.product_id) })}
        </p>
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("watch.note")}
          <textarea
            className="field min-h-28 w-full py-2 text-base text-ink"
            dir="auto"
            maxLength={LONGEST_NOTE}
            value={said.note}
            onChange={(event) => change({ note: event.target.value })}
          />
          <span className="text-xs">{t("watch.note_hint", { left: LONGEST_NOTE - said.note.length })}</span>
        </label>
        <TagsField tags={said.tags} onChange={(tags) => change({ tags })} />
        {lists.length > 0 && (
          <fieldset className="flex flex-col">
            <legend className="text-sm text-soft">{t("lists.title")}</legend>
            {lists.map(({ list_id, name }) => (
              <label key={list_id} className="flex min-h-11 items-center gap-3">
                <input
                  type="checkbox"
                  className="size-5 shrink-0 accent-accent"
                  checked={said.lists.includes(list_id)}
                  onChange={({ target: { checked } }) =>
                    change({
                      lists: checked ? [...said.lists, list_id] : said.lists.filter((one) => one !== list_id),
                    })
                  }
                />
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {name}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        {saving.isError && <Wrong error={saving.error} />}
        <div className="flex flex-wrap gap-3">
          <button type="submit" className="button button-main" disabled={saving.isPending}>
            {t("form.save")}
          </button>
          <button type="button" className="button" onClick={done}>
            {t("watch.cancel")}
          </button>
        </div>
      </form>
    </Panel>
  );
}

/** What is wrong; where the input is at fault, the api says it in more words. */
function Wrong({ error }: { error: unknown }) {
  const problem = useProblemText();
  const more = error instanceof ApiProblem && error.problem.field ? error.problem.detail : "";
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {problem(error)} {more}
    </p>
  );
}
