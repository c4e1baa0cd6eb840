/** What was measured, when and by which rule; that a simulator is not the market; and the result to take along. */
import { addressOf } from "@/shared/api/client";
import type { AccuracyResult } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { overall } from "./scores";

export function Recipe({ result }: { result: AccuracyResult }) {
  const { t, format } = useTexts();
  const { calibration } = result.recipe;
  return (
    <section className="flex flex-col gap-1 rounded-lg bg-accent-soft px-3 py-3 text-sm sm:px-4">
      {result.source === "simulator" && (
        <p className="max-w-prose">
          <strong>{t("accuracy.not_market")}</strong> {t("accuracy.not_market_text")}
        </p>
      )}
      <p className="wrap-anywhere">{recipeWords()}</p>
      <p>
        {t("accuracy.made", { time: format.instant(result.made_at), rule: result.rule })}{" "}
        {calibration != null && t("accuracy.calibration", { version: calibration })}
      </p>
      <a
        className="link inline-flex min-h-11 w-fit items-center"
        href={addressOf(`/accuracy/${result.id}/report`)}
        download={`ventra-accuracy-${result.id}.json`}
      >
        {t("accuracy.download")}
      </a>
    </section>
  );

  function recipeWords() {
    const { seed, per_cell, truth, observations } = result.recipe;
    const rows = overall(result.scores, "day", "all")?.n ?? 0;
    if (result.source === "simulator")
      return t("accuracy.recipe", { seed: seed ?? "—", per_cell: per_cell ?? "—", rows });
    return t("accuracy.files", { truth: truth ?? "—", observations: observations ?? "—", rows });
  }
}
