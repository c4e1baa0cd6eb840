/** One import from received to done: state, counts as they grow, and the way to what was rejected. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { addressOf } from "@/shared/api/client";
import { importQuery } from "@/shared/api/queries";
import type { Import } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";

export function Progress({ id }: { id: string }) {
  const query = useQuery(importQuery(id));
  const client = useQueryClient();
  const done = query.data?.state === "done";
  useEffect(() => {
    if (done) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "import" });
  }, [done, client]);
  return (
    <section aria-live="polite">
      <Answer query={query} skeleton={<Skeleton rows={1} height="h-32" />}>
        {(data) => <State data={data} id={id} />}
      </Answer>
    </section>
  );
}

const SIGN: Record<Import["state"], string> = {
  receiving: "…",
  waiting: "…",
  running: "…",
  done: "✓",
  failed: "✕",
};

function State({ data, id }: { data: Import; id: string }) {
  const { t, format } = useTexts();
  const color = data.state === "done" ? "text-good" : data.state === "failed" ? "text-bad" : "";
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <h2 className="text-lg break-all">{data.file_name}</h2>
      <p className={`font-medium ${color}`}>
        <span aria-hidden="true">{SIGN[data.state]} </span>
        {t(`import_state.${data.state}`)}
      </p>
      {data.error && <p className="text-sm break-words text-bad">{data.error}</p>}
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {(["read", "taken", "known", "rejected"] as const).map((name) => (
          <div key={name}>
            <dt className="text-xs text-soft">{t(`import.${name}`)}</dt>
            <dd
              className={`text-xl font-semibold ${name === "rejected" && data[name] > 0 ? "text-bad" : ""}`}
            >
              {format.count(data[name])}
            </dd>
          </div>
        ))}
      </dl>
      {data.rejected > 0 && (
        <a
          className="link w-fit"
          href={addressOf(`/imports/${id}/rejects`)}
          download={`${data.file_name}.rejects.ndjson`}
        >
          {t("import.rejects")}
        </a>
      )}
      {data.state === "done" && (
        <>
          <p className="text-sm text-soft">{t("import.soon")}</p>
          <Link to="/" className="button button-main self-start">
            {t("import.see")}
          </Link>
        </>
      )}
    </div>
  );
}
