import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";

/** A fault of the page itself: said plainly, with a way on that does not lose the address. */
export function ErrorView({ error, reset }: ErrorComponentProps) {
  const { t } = useTexts();
  return (
    <div role="alert" className="sheet flex flex-col items-start gap-3 border-bad px-4 py-6">
      <h1 className="text-xl">{t("fault.title")}</h1>
      <p className="text-soft">{t("fault.text")}</p>
      <p className="text-xs break-words text-soft">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button button-main" onClick={reset}>
          {t("error.retry")}
        </button>
        <button type="button" className="button" onClick={() => location.reload()}>
          {t("fault.reload")}
        </button>
      </div>
    </div>
  );
}
