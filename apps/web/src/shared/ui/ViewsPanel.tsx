/** Saved views of a page: opened, saved, renamed, shared with the team and deleted. Its words are the book `views`, which comes with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { patch, post, remove } from "@/shared/api/client";
import type { SavedView } from "@/shared/api/shapes";
import { viewsQuery } from "@/shared/api/views";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "./NameForm";
import { Panel } from "./Panel";
import { Answer, Skeleton, useProblemText } from "./states";
import type { Viewing } from "./ViewsMenu";

interface Props extends Viewing {
  /** The view that is what is shown, where one is. */
  here: SavedView | undefined;
  onClose: () => void;
}

export function ViewsPanel({ here, onClose, ...props }: Props) {
  const { t } = useTexts();
  const problem = useProblemText();
  const client = useQueryClient();
  const views = useQuery(viewsQuery(props.page));
  const [deleted, setDeleted] = useState<SavedView | null>(null);
  /** A page that shows what it always shows has nothing to save. */
  const chosen = props.query !== "";
  const again = () => client.invalidateQueries({ queryKey: ["views"] });
  const deed = useMutation({ mutationFn: (send: () => Promise<unknown>) => send(), onSettled: again });
  const save = (view: Pick<SavedView, "name" | "query" | "team">) =>
    post("/views", { page: props.page, name: view.name, query: view.query, team: view.team });
  const row = (view: SavedView) => (
    <Row
      key={view.view_id}
      view={view}
      here={view.view_id === here?.view_id}
      changes={!view.team || props.shares}
      updates={chosen && view.view_id !== here?.view_id}
      shares={props.shares}
      onOpen={() => {
        props.onOpen(view.query);
        onClose();
      }}
      onChange={(part) => deed.mutateAsync(() => patch(`/views/${view.view_id}`, part))}
      onUpdate={() => deed.mutate(() => patch(`/views/${view.view_id}`, { query: props.query }))}
      onDelete={() =>
        deed.mutate(async () => {
          await remove(`/views/${view.view_id}`);
          setDeleted(view);
        })
      }
    />
  );
  return (
    <Panel title={t("views.title")} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {here ? (
          <p className="text-sm text-soft">{t("views.is_saved", { name: here.name })}</p>
        ) : chosen ? (
          <Save
            shares={props.shares}
            onSave={(name, team) => save({ name, team, query: props.query }).then(again)}
          />
        ) : (
          <p className="text-sm text-soft">{t("views.plain")}</p>
        )}
        <div role="status">
          {deleted && (
            <p className="flex flex-wrap items-center gap-3">
              {t("views.deleted", { name: deleted.name })}
              <button
                type="button"
                className="button button-small"
                onClick={() =>
                  deed.mutate(async () => {
                    await save(deleted);
                    setDeleted(null);
                  })
                }
              >
                {t("views.undo")}
              </button>
            </p>
          )}
          {deed.isError && <p className="text-bad">✕ {problem(deed.error)}</p>}
        </div>
        <Answer query={views} skeleton={<Skeleton rows={2} height="h-11" />}>
          {({ items }) => {
            const own = items.filter((view) => !view.team);
            const team = items.filter((view) => view.team);
            if (items.length === 0) return <p className="text-soft">{t(`views.none_${props.page}`)}</p>;
            return (
              <>
                {own.length > 0 && <Group title={t("views.own")}>{own.map(row)}</Group>}
                {team.length > 0 && <Group title={t("views.team")}>{team.map(row)}</Group>}
              </>
            );
          }}
        </Answer>
      </div>
    </Panel>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="text-sm text-soft">{title}</h3>
      <ul className="flex flex-col divide-y divide-rule">{children}</ul>
    </section>
  );
}

function Save({
  shares,
  onSave,
}: {
  shares: boolean;
  onSave: (name: string, team: boolean) => Promise<unknown>;
}) {
  const { t } = useTexts();
  const [team, setTeam] = useState(false);
  const saving = useMutation({ mutationFn: (name: string) => onSave(name, team) });
  return (
    <div className="flex flex-col gap-2">
      <NameForm
        label={t("views.name")}
        button={t("views.save")}
        taken={t("views.taken")}
        error={saving.error}
        pending={saving.isPending}
        onSend={(name) => saving.mutate(name)}
      />
      {shares && (
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-accent"
            checked={team}
            onChange={(event) => setTeam(event.target.checked)}
          />
          {t("views.for_all")}
        </label>
      )}
    </div>
  );
}

interface RowProps {
  view: SavedView;
  here: boolean;
  changes: boolean;
  updates: boolean;
  shares: boolean;
  onOpen: () => void;
  onChange: (part: { name?: string; team?: true }) => Promise<unknown>;
  onUpdate: () => void;
  onDelete: () => void;
}

function Row({ view, here, changes, updates, shares, ...on }: RowProps) {
  const { t } = useTexts();
  const [renaming, setRenaming] = useState(false);
  const naming = useMutation({
    mutationFn: (name: string) => on.onChange({ name }),
    onSuccess: () => setRenaming(false),
  });
  const { name } = view;
  if (renaming) {
    return (
      <li className="py-2">
        <NameForm
          label={t("views.name")}
          value={name}
          button={t("form.save")}
          taken={t("views.taken")}
          error={naming.error}
          pending={naming.isPending}
          focus
          onSend={(next) => naming.mutate(next)}
        >
          <button type="button" className="button" onClick={() => setRenaming(false)}>
            {t("form.no")}
          </button>
        </NameForm>
      </li>
    );
  }
  return (
    <li className="flex flex-col gap-1 py-2">
      <button
        type="button"
        dir="auto"
        aria-current={here ? "true" : undefined}
        className="link min-h-11 text-start font-medium wrap-anywhere"
        onClick={on.onOpen}
      >
        {here && <span aria-hidden="true">✓ </span>}
        {name}
      </button>
      {changes && (
        <span className="flex flex-wrap gap-1.5">
          {updates && <Act words={t("views.update")} of={name} onClick={on.onUpdate} />}
          <Act words={t("views.rename")} of={name} onClick={() => setRenaming(true)} />
          {!view.team && shares && (
            <Act
              words={t("views.share")}
              of={name}
              onClick={() => void on.onChange({ team: true }).catch(() => null)}
            />
          )}
          <Act words={t("views.delete")} of={name} onClick={on.onDelete} />
        </span>
      )}
    </li>
  );
}

function Act({ words, of, onClick }: { words: string; of: string; onClick: () => void }) {
  return (
    <button type="button" className="button button-small" aria-label={`${words}: ${of}`} onClick={onClick}>
      {words}
    </button>
  );
}
