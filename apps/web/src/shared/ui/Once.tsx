/** A text that is shown this once, to be copied. */
import { useState } from "react";
import { useTexts } from "@/shared/texts/texts";

export function Once({ text, label }: { text: string; label: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div role="status" className="sheet flex flex-col gap-2 border-accent px-3 py-3 sm:px-4">
      <p className="text-sm text-soft">{label}</p>
      <pre
        className="overflow-x-auto rounded-lg bg-sunk p-3 text-sm whitespace-pre-wrap break-all"
        tabIndex={0}
      >
        {text}
      </pre>
      <button type="button" className="button button-small self-start" onClick={() => void copy()}>
        {t(copied ? "form.copied" : "form.copy")}
      </button>
    </div>
  );
}
