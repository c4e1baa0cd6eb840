/** What happened: the number first and large, its interval and age beside it, and how things stand besides. */
import type { Told } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";
import { Freshness } from "@/shared/ui/Freshness";
import { besides, wordsOf, type Words } from "./words";

const TONES: Record<Words["tone"], string> = {
  plain: "",
  good: "text-good",
  bad: "text-bad",
  warn: "text-warn",
};

interface Props {
  told: Told;
  at: string;
  now: number;
  quieter?: boolean;
}

export function Happened({ told, at, now, quieter = false }: Props) {
  const say = useTexts();
  const words = wordsOf(told, say);
  const more = besides(told, say);
  const size = quieter ? "text-base" : "text-xl leading-tight";
  return (
    <div className="flex flex-col gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={`font-semibold ${size} ${quieter ? "text-soft" : TONES[words.tone]}`}>
          <span aria-hidden="true">{words.shape} </span>
          <span dir="auto" className="wrap-anywhere">
            {words.figure ?? words.line}
          </span>
        </span>
        {told.basis && <BasisMark basis={told.basis} className="self-center" />}
        {words.range && (
          <span className="text-sm text-soft" title={say.t("estimate.range_means")}>
            ({words.range})
          </span>
        )}
        <Freshness seenAt={told.seen_at ?? at} now={now} />
      </p>
      {words.figure && (
        <p dir="auto" className={`wrap-anywhere ${quieter ? "text-sm text-soft" : ""}`}>
          {words.line}
        </p>
      )}
      {more.length > 0 && !quieter && (
        <p className="flex flex-wrap gap-x-3 text-sm text-soft">
          {more.map((one) => (
            <span key={one.text}>
              {one.basis && <BasisMark basis={one.basis} className="me-1" />}
              {one.text}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
