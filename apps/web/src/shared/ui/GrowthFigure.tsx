/** More or less than the week before: sign, shape and then colour; its range beside it, and no verdict where it holds zero. */
import type { Growth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

const LOOKS = {
  up: { shape: "▲", colour: "text-good" },
  down: { shape: "▼", colour: "text-bad" },
} as const;

interface Props {
  growth: Growth;
  size?: "small" | "large";
  align?: "start" | "end";
  /** Side by side instead of below each other. */
  line?: boolean;
  /** Where many stand below each other: that nothing clear changed is a sign, and said to those who hear the page. */
  terse?: boolean;
}

export function GrowthFigure({
  growth,
  size = "small",
  align = "start",
  line = false,
  terse = false,
}: Props) {
  const { t, format } = useTexts();
  const words = format.growthOf(growth);
  const look = growth.verdict ? LOOKS[growth.verdict] : null;
  const column = `flex-col ${align === "end" ? "items-end text-end" : "items-start"}`;
  return (
    <span className={`inline-flex ${line ? "flex-wrap items-baseline gap-x-1.5" : column}`}>
      {growth.point === null ? (
        <span className="text-xs whitespace-normal text-soft">{t("growth.unknown")}</span>
      ) : (
        <>
          <span
            className={`whitespace-nowrap ${size === "large" ? "text-lg leading-tight" : ""} ${look ? `font-semibold ${look.colour}` : "text-soft"}`}
          >
            {look && <span aria-hidden="true">{look.shape} </span>}
            {!look && terse && <span aria-hidden="true">≈ </span>}
            {words.point}
          </span>
          <span className="text-xs whitespace-nowrap text-soft" title={t("estimate.range_means")}>
            ({words.range})
          </span>
          {!look && (
            <span className={terse ? "sr-only" : "text-xs whitespace-normal text-soft"}>
              {t("growth.none")}
            </span>
          )}
        </>
      )}
    </span>
  );
}

/** The same below a figure of seven days, where something is known of it. */
export function Grown(props: Props) {
  return props.growth.point === null ? null : (
    <div className="mt-1">
      <GrowthFigure {...props} />
    </div>
  );
}
