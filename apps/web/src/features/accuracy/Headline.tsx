/** The figures that matter, of ten: units misplaced by day and by week, and ranges that hold the truth. */
import { useTexts } from "@/shared/texts/texts";
import { ofTen, overall, type ByRule } from "./scores";

export function Headline({ scores }: { scores: ByRule }) {
  const { t, format } = useTexts();
  const of = (span: "day" | "week", cell: "all" | "mean", score: "wape" | "cover") =>
    format.units(ofTen(overall(scores, span, cell)?.[score] ?? null));
  const alike = (span: "day" | "week") => t("accuracy.alike", { n: of(span, "mean", "wape") });
  return (
    <section aria-label={t("accuracy.headline")} className="flex flex-col gap-2">
      <dl className="sheet grid sm:grid-cols-3">
        <Figure name={t("accuracy.of_ten_units_day")} value={of("day", "all", "wape")} more={alike("day")} />
        <Figure
          name={t("accuracy.of_ten_units_week")}
          value={of("week", "all", "wape")}
          more={alike("week")}
        />
        <Figure
          name={t("accuracy.of_ten_ranges")}
          value={of("day", "all", "cover")}
          more={t("accuracy.aim")}
        />
      </dl>
      <p className="max-w-prose text-sm text-soft">{t("accuracy.alike_text")}</p>
    </section>
  );
}

function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div className="flex min-w-0 flex-col border-rule p-3 not-last:border-b sm:p-4 sm:not-last:border-e sm:not-last:border-b-0">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="mt-auto pt-1">
        <span className="block text-3xl font-semibold">{value}</span>
        <span className="block text-sm">{more}</span>
      </dd>
    </div>
  );
}
