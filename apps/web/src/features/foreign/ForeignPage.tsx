/** Tables of other tools: a file is looked at, its columns are confirmed, and its products come to the watchlist. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import { sendFile } from "@/shared/api/sendFile";
import type { ForeignTable, ForeignWatched } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { useProblemText } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { BadLines } from "./BadLines";
import { ColumnsTable, written, type Columns } from "./ColumnsTable";
import { presetsKey, PresetList } from "./PresetList";

interface Looked {
  file: File;
  told: ForeignTable;
}

export function ForeignPage() {
  const { t } = useTexts();
  usePageTitle(t("foreign.title"));
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("foreign.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("foreign.text")}</p>
      </div>
      <Gate needs="analyst">
        <Content />
      </Gate>
    </div>
  );
}

function Content() {
  const { t } = useTexts();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [done, setDone] = useState<ForeignWatched | null>(null);
  const looking = useMutation({
    mutationFn: async ({ file, ...more }: { file: File; columns?: string; head_lines?: number }) => ({
      file,
      told: await sendFile<ForeignTable>("/foreign-tables/look", file, more),
    }),
    onSuccess: setLooked,
  });
  const say = (columns: Columns, headLines: number) => {
    if (!looked) return;
    setLooked({ ...looked, told: { ...looked.told, columns, head_lines: headLines } });
    const said = written(columns);
    if (said) looking.mutate({ file: looked.file, columns: said, head_lines: headLines });
  };
  return (
    <>
      <label className="button w-fit cursor-pointer focus-within:outline-2">
        {t(looking.isPending ? "foreign.reading" : "foreign.choose")}
        <input
          type="file"
          className="sr-only"
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={(event) => {
            const file = event.target.files?.item(0);
            setDone(null);
            setLooked(null);
            if (file) looking.mutate({ file });
            event.target.value = "";
          }}
        />
      </label>
      <Problem error={looking.error} />
      {looked && !done && (
        <section className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5" aria-labelledby="columns">
          <div>
            <h2 id="columns" className="text-lg">
              {t("foreign.columns")}
            </h2>
            <p className="mt-1 max-w-prose text-sm text-soft">{t("foreign.columns_text")}</p>
            {looked.told.preset && (
              <p className="text-sm text-good">✓ {t("foreign.by_preset", { name: looked.told.preset })}</p>
            )}
          </div>
          <ColumnsTable told={looked.told} onSay={say} />
          <BadLines told={looked.told} />
          <Watch looked={looked} busy={looking.isPending} onDone={setDone} />
        </section>
      )}
      {done && <Said done={done} />}
      <PresetList />
    </>
  );
}

function Watch(props: { looked: Looked; busy: boolean; onDone: (done: ForeignWatched) => void }) {
  const { t, format } = useTexts();
  const { looked, busy, onDone } = props;
  const { told } = looked;
  const client = useQueryClient();
  const [tag, setTag] = useState("");
  const [preset, setPreset] = useState(told.preset ?? "");
  const watching = useMutation({
    mutationFn: () =>
      sendFile<ForeignWatched>("/foreign-tables/watch", looked.file, {
        columns: written(told.columns),
        head_lines: told.head_lines,
        tag: tag.trim(),
        preset: preset.trim(),
      }),
    onSuccess: (answer) => {
      onDone(answer);
      void client.invalidateQueries({ queryKey: presetsKey });
      void client.invalidateQueries({ queryKey: ["watchlist"] });
    },
  });
  const field = (label: string, value: string, set: (text: string) => void, longest: number) => (
    <label className="flex min-w-0 flex-col gap-1 text-sm text-soft">
      {label}
      <input
        className="field text-base text-ink"
        value={value}
        maxLength={longest}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <>
      <p role="status" className="text-sm text-soft">
        {t("foreign.readable", { n: told.readable, products: told.products })}{" "}
        {told.first_day &&
          told.last_day &&
          t("foreign.days", { first: format.day(told.first_day), last: format.day(told.last_day) })}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {field(t("foreign.tag"), tag, setTag, 40)}
        {told.head_lines > 0 && field(t("foreign.preset"), preset, setPreset, 80)}
      </div>
      <button
        type="button"
        className="button button-main self-start"
        disabled={busy || watching.isPending || told.products === 0}
        onClick={() => watching.mutate()}
      >
        {t("foreign.watch", { n: told.products })}
      </button>
      <Problem error={watching.error} />
    </>
  );
}

function Said({ done }: { done: ForeignWatched }) {
  const { t } = useTexts();
  return (
    <section className="sheet flex flex-col gap-2 px-3 py-4 sm:px-5">
      <p role="status">✓ {t("foreign.watched", { n: done.tracked })}</p>
      {done.beyond_plan.length > 0 && (
        <p className="text-warn">△ {t("foreign.beyond", { n: done.beyond_plan.length })}</p>
      )}
      <Link to="/watchlist" search={{}} className="link inline-flex min-h-11 w-fit items-center">
        {t("foreign.to_list")}
      </Link>
    </section>
  );
}

function Problem({ error }: { error: unknown }) {
  const problem = useProblemText();
  if (!error) return null;
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {problem(error)} {error instanceof ApiProblem ? (error.problem.detail ?? "") : ""}
    </p>
  );
}
