/** Each term in one sentence, opened where it stands. */
import { useTexts } from "@/shared/texts/texts";
import { TERMS } from "./terms";

export function Terms() {
  const { t } = useTexts();
  return (
    <div role="group" aria-label={t("accuracy.terms")} className="flex flex-wrap items-start gap-2">
      <span className="basis-full text-sm text-soft">{t("accuracy.terms")}</span>
      {TERMS.map((term) => (
        <details key={term} name="terms" className="open:basis-full">
          <summary className="chip w-fit list-none text-sm [&::-webkit-details-marker]:hidden">
            {t(`accuracy.term.${term}`)}
            <span aria-hidden="true" className="text-accent">
              ?
            </span>
          </summary>
          <p className="max-w-prose pt-1 pb-2 text-sm">{t(`accuracy.means.${term}`)}</p>
        </details>
      ))}
    </div>
  );
}
