/** What stands where data should be. */
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { AwayBox, Empty, ProblemBox, Skeleton } from "@/shared/ui/states";
import { Waits } from "@/shared/ui/Waits";

const REFUSED = new ApiProblem(
  503,
  { key: "error.internal", title: "", detail: "", request_id: "0190-0000-7000" },
  null,
);

export function States() {
  const { t } = useTexts();
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Skeleton rows={2} height="h-16" />
      <Empty title={t("home.nothing")}>
        <p className="text-soft">{t("home.nothing_text")}</p>
      </Empty>
      <AwayBox />
      <ProblemBox error={REFUSED} onRetry={() => undefined} />
      <Waits words={t("state.loading")} late={false} />
      <Waits words={t("gallery.late")} late />
    </div>
  );
}
