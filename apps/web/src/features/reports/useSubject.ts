import type { Report, ReportSchedule } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

type Of = Pick<Report | ReportSchedule, "kind" | "subject_id" | "titles" | "days">;

/** What a report is of, in words: its kind, its name and its span. */
export function useSubject(): (of: Of) => string {
  const { t, format } = useTexts();
  return ({ kind, subject_id, titles, days }) => {
    const name =
      subject_id === null ? t("reports.everything") : (titles && format.title(titles)) || `№ ${subject_id}`;
    return `${t(`reports.kind.${kind}`)}: ${name}, ${t(`reports.days_${days}`)}`;
  };
}
