/** A product's report card: asked for as a picture or a sheet, looked after while it is made, then downloaded. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { addressOf, post } from "@/shared/api/client";
import { cardQuery } from "@/shared/api/queries";
import type { Card, CardWish } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { stepOf, type Step } from "./reportStep";

type Format = CardWish["format"];

export default function ReportCard({ id }: { id: number }) {
  const { t, language } = useTexts();
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-sm text-soft">{t("card.text")}</p>
      {(["png", "pdf"] as const).map((format) => (
        <Making key={`${format} ${language}`} id={id} format={format} />
      ))}
      <p className="text-xs text-soft">{t("card.kept")}</p>
    </div>
  );
}

function Making({ id, format }: { id: number; format: Format }) {
  const { language } = useTexts();
  const ask = useMutation({
    mutationFn: () => post<Card>(`/products/${id}/card`, { format, language } satisfies CardWish),
  });
  const asked = ask.data;
  const made = useQuery({ ...cardQuery(asked?.card_id ?? ""), enabled: asked !== undefined });
  const card = asked && (made.data ?? asked);
  const step = stepOf({ asking: ask.isPending, card, error: ask.error ?? made.error }, made.dataUpdatedAt);
  return <MakingView format={format} step={step} onAsk={() => ask.mutate()} />;
}

export function MakingView({ format, step, onAsk }: { format: Format; step: Step; onAsk: () => void }) {
  const { t } = useTexts();
  const name = t(`card.kind_${format}`);
  return (
    <section aria-label={name} className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-semibold">{name}</h3>
          <p className="text-xs text-soft">{t(`card.${format}_text`)}</p>
        </div>
        <Action format={format} step={step} onAsk={onAsk} />
      </div>
      <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
        <Said step={step} />
      </div>
    </section>
  );
}

function Action({ format, step, onAsk }: { format: Format; step: Step; onAsk: () => void }) {
  const { t } = useTexts();
  const name = t(`card.kind_${format}`);
  if (step.at === "ready")
    return (
      <a
        className="button button-main"
        href={addressOf(`/cards/${step.id}/file`)}
        download
        aria-label={`${t("card.download")}: ${name}`}
      >
        {t("card.download")}
      </a>
    );
  return (
    <button
      type="button"
      className="button"
      disabled={step.at === "making"}
      aria-label={`${t(step.at === "failed" ? "error.retry" : "card.make")}: ${name}`}
      onClick={onAsk}
    >
      {t(step.at === "failed" ? "error.retry" : "card.make")}
    </button>
  );
}

function Said({ step }: { step: Step }) {
  const { t } = useTexts();
  const problem = useProblemText();
  if (step.at === "making")
    return (
      <>
        <p className="text-sm">{t("card.making")}</p>
        <progress className="h-2 w-full accent-accent" aria-label={t("card.making")} />
        {step.slow && <p className="text-sm text-warn">△ {t("card.slow")}</p>}
      </>
    );
  if (step.at === "failed")
    return (
      <p role="alert" className="text-sm break-words text-bad">
        ✕ {step.words ?? problem(step.error)}
      </p>
    );
  return null;
}
