/** What is collected, where that comes from, and the operator's switch. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put } from "@/shared/api/client";
import { collectingQuery } from "@/shared/api/queries";
import type { Collecting } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";

const CHOICES = ["off", "tracked", "all"] as const;
type Choice = (typeof CHOICES)[number];
/** Null goes back to the worker's setting. */
type Wish = Choice | null;

export function CollectingPart() {
  const collecting = useQuery(collectingQuery);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (location.hash === "#collecting") place.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div id="collecting" ref={place} className="flex flex-col gap-3">
      <Answer query={collecting} skeleton={<Skeleton rows={1} height="h-36" />}>
        {(state) => <Switch state={state} />}
      </Answer>
    </div>
  );
}

function Switch({ state }: { state: Collecting }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const [asking, setAsking] = useState<{ wish: Wish; becomes: Choice } | null>(null);
  const change = useMutation({
    mutationFn: (collect: Wish) => put<Collecting>("/collecting", { collect }),
    onSuccess: (next) => {
      client.setQueryData(collectingQuery.queryKey, next);
      for (const key of ["capacity", "data-health", "meta"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const ask = (wish: Wish) => {
    const becomes = wish ?? state.setting;
    if (becomes === "off" || becomes === "all") setAsking({ wish, becomes });
    else change.mutate(wish);
  };
  const shown = change.isPending ? (change.variables ?? state.setting) : state.collect;
  return (
    <>
      <Origin state={state} />
      <Choices shown={shown} onChoose={ask} pending={change.isPending} />
      {state.switched_to !== null && (
        <button
          type="button"
          className="button self-start"
          disabled={change.isPending}
          onClick={() => ask(null)}
        >
          {t("collecting.back")}
        </button>
      )}
      {change.isPending && (
        <p role="status" className="text-sm text-soft">
          {t("collecting.pending")}
        </p>
      )}
      {change.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(change.error)}
        </p>
      )}
      {asking && (
        <Sure
          becomes={asking.becomes}
          onClose={() => setAsking(null)}
          onYes={() => {
            setAsking(null);
            change.mutate(asking.wish);
          }}
        />
      )}
    </>
  );
}

function Origin({ state }: { state: Collecting }) {
  const { t, format } = useTexts();
  if (state.switched_to !== null && state.switched_at !== null) {
    const setting = t(state.setting === null ? "collecting.no_setting" : `collecting.${state.setting}`);
    const time = format.instant(state.switched_at);
    return <p className="text-sm">{t("collecting.switched", { time, setting })}</p>;
  }
  return (
    <p className="text-sm">{t(state.setting === null ? "collecting.unknown" : "collecting.by_setting")}</p>
  );
}

function Choices(props: { shown: Choice | null; onChoose: (choice: Choice) => void; pending: boolean }) {
  const { t } = useTexts();
  const { shown, onChoose, pending } = props;
  return (
    <div
      role="group"
      aria-label={t("collecting.title")}
      className="flex flex-col overflow-hidden rounded-lg border border-rule-strong lg:flex-row"
    >
      {CHOICES.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === shown}
          disabled={pending}
          onClick={() => choice !== shown && onChoose(choice)}
          className="group flex min-h-11 flex-1 flex-col gap-1 border-rule-strong bg-sheet px-3 py-2.5 text-start not-first:border-t aria-pressed:bg-accent-soft lg:not-first:border-s lg:not-first:border-t-0"
        >
          <span className="font-semibold group-aria-pressed:text-accent">
            {choice === shown && <span aria-hidden="true">✓ </span>}
            {t(`collecting.${choice}`)}
          </span>
          <span className="text-sm text-soft">{t(`collecting.${choice}_text`)}</span>
        </button>
      ))}
    </div>
  );
}

function Sure(props: { becomes: Choice; onYes: () => void; onClose: () => void }) {
  const { t } = useTexts();
  const { becomes, onYes, onClose } = props;
  return (
    <Panel title={t(becomes === "off" ? "collecting.sure_off" : "collecting.sure_all")} onClose={onClose}>
      <p>{t(`collecting.${becomes}_text`)}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        <button type="button" className="button button-main" onClick={onYes}>
          {t("collecting.yes")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("collecting.no")}
        </button>
      </div>
    </Panel>
  );
}
