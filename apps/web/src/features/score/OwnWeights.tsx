/** Weights of the parts, moved by hand: each from 0 to 100, of which only the proportions count. */
import { useState } from "react";
import type { ScorePart } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Recipes } from "./Recipes";
import { MOST, PART_NAMES, shareOf, weighs, writeWeights, type Weights } from "./weights";

interface Props {
  usual: Weights;
  /** Null while the usual ones count. */
  own: Weights | null;
  names: readonly Pick<ScorePart, "name" | "label">[];
  onChange: (next: Weights | null) => void;
}

export function OwnWeights({ usual, own, names, onChange }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(own !== null);
  const weights = own ?? usual;
  const label = (name: string) => names.find((each) => each.name === name)?.label ?? name;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button button-small"
          aria-expanded={open}
          aria-controls="score-weights"
          onClick={() => setOpen(!open)}
        >
          {t("score.weights")}
        </button>
        {own && (
          <>
            <button type="button" className="button button-small" onClick={() => onChange(null)}>
              {t("score.reset")}
            </button>
            {weighs(own) && <CopyLink weights={writeWeights(own)} />}
          </>
        )}
      </div>
      {open && (
        <div id="score-weights" className="sheet flex flex-col gap-4 p-3 sm:p-4">
          <p className="max-w-prose text-sm text-soft">{t("score.weights_text")}</p>
          <div className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
            {PART_NAMES.map((name) => (
              <label key={name} className="flex flex-col text-sm">
                <span className="flex justify-between gap-3">
                  {label(name)}
                  <span className="font-semibold whitespace-nowrap">
                    {Math.round(shareOf(weights, name) * 100)}&nbsp;%
                  </span>
                </span>
                <input
                  type="range"
                  min={0}
                  max={MOST}
                  step={5}
                  className="h-11 w-full accent-accent"
                  value={weights[name]}
                  aria-valuetext={`${Math.round(shareOf(weights, name) * 100)} %`}
                  onChange={(event) => onChange({ ...weights, [name]: Number(event.target.value) })}
                />
              </label>
            ))}
          </div>
          {!weighs(weights) && (
            <p role="alert" className="text-sm text-bad">
              ✕ {t("score.none_weighs")}
            </p>
          )}
          <Recipes weights={weights} own={own !== null} onChoose={onChange} />
        </div>
      )}
    </div>
  );
}

/** The address says all that is shown, so whoever opens it needs no account. */
function CopyLink({ weights }: { weights: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState<string | null>(null);
  const address = () => {
    const url = new URL(window.location.href);
    url.search = new URLSearchParams({ weights }).toString();
    return url.href;
  };
  const copy = () => {
    // A browser may forbid it, and an address without TLS has no clipboard at all: it is shown as well.
    void navigator.clipboard?.writeText(address()).catch(() => null);
    setCopied(address());
  };
  return (
    <>
      <button type="button" className="button button-small" onClick={copy}>
        {t("score.share")}
      </button>
      <span role="status" className="basis-full text-xs break-all text-soft empty:hidden">
        {copied}
      </span>
    </>
  );
}
