/** The address says all that is put in, so whoever opens it sees the same and needs no account. */
import { useState } from "react";
import { useTexts } from "@/shared/texts/texts";

export function ShareInputs() {
  const { t } = useTexts();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () => {
    const url = new URL(window.location.href);
    url.searchParams.delete("with");
    // A browser may forbid it, and an address without TLS has no clipboard at all: it is shown as well.
    void navigator.clipboard?.writeText(url.href).catch(() => null);
    setCopied(url.href);
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <button type="button" className="button button-small" onClick={copy}>
        {t("costs.share")}
      </button>
      <span aria-live="polite" className="text-xs break-all text-soft empty:hidden">
        {copied}
      </span>
    </div>
  );
}
