/** All of the organisation as a file: asked for, watched while it is made, fetched. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { addressOf, get, post } from "@/shared/api/client";
import type { HomeFile, HomeFiles } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { FormProblem } from "./Frame";
import { Part } from "./Part";

const LOOK_MS = 2_000;
const made = (file: HomeFile | null | undefined) => file?.state === "waiting" || file?.state === "running";
const homeFileQuery = queryOptions({
  queryKey: ["organisation", "take-home"],
  queryFn: ({ signal }) => get<HomeFiles>("/organisation/take-home", {}, signal),
  refetchInterval: ({ state }) => (made(state.data?.file) ? LOOK_MS : false),
  meta: { personal: true },
});

export default function TakeHomePart() {
  const { t } = useTexts();
  const client = useQueryClient();
  const file = useQuery(homeFileQuery);
  const ask = useMutation({
    mutationFn: () => post<HomeFile>("/organisation/take-home"),
    onSettled: () => void client.invalidateQueries({ queryKey: homeFileQuery.queryKey }),
  });
  return (
    <Part title={t("take.title")} text={t("take.text")}>
      <p className="max-w-prose text-sm text-soft">{t("take.not")}</p>
      <Answer query={file} skeleton={<Skeleton rows={1} height="h-12" />}>
        {(data) => (
          <>
            {data.file && <State file={data.file} />}
            {!made(data.file) && (
              <button
                type="button"
                className="button self-start"
                disabled={ask.isPending}
                onClick={() => ask.mutate()}
              >
                {t(data.file ? "take.anew" : "take.ask")}
              </button>
            )}
          </>
        )}
      </Answer>
      <FormProblem error={ask.error} />
    </Part>
  );
}

function State({ file }: { file: HomeFile }) {
  const { t, format } = useTexts();
  const size = format.bytes(file.size_bytes);
  if (file.state === "waiting") return <p role="status">{t("take.waiting")}</p>;
  if (file.state === "running") return <p role="status">{t("take.running", { size })}</p>;
  if (file.state === "failed") {
    return <p className="text-bad">✕ {t(file.error === "too_large" ? "take.too_large" : "take.failed")}</p>;
  }
  return (
    <>
      <p role="status">✓ {t("take.done", { size, at: format.instant(file.until ?? file.asked_at) })}</p>
      <a href={addressOf("/organisation/take-home/file")} download className="button self-start">
        {t("take.fetch")}
      </a>
    </>
  );
}
