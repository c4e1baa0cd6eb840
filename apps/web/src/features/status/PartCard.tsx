/** One part: its state in a word and a sentence, since when, what it was built from, and its last 30 days. */
import type { Part } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Days } from "./Days";

const LOOK = {
  well: { sign: "✓", color: "bg-good-soft text-good" },
  trouble: { sign: "△", color: "bg-warn-soft text-warn" },
  down: { sign: "✕", color: "bg-bad-soft text-bad" },
  off: { sign: "–", color: "bg-sunk text-soft" },
  unknown: { sign: "?", color: "bg-sunk text-soft" },
} as const;

export function PartCard({ part }: { part: Part }) {
  const { t, format, lookUp } = useTexts();
  const look = LOOK[part.state];
  const watched = part.days.some((day) => day.well !== null);
  return (
    <li className="sheet flex min-w-0 flex-col gap-2 p-3 sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-sans text-base font-semibold tracking-normal">{t(`status.part.${part.part}`)}</h2>
        <span className={`rounded-full px-3 py-1 text-sm font-medium ${look.color}`}>
          <span aria-hidden="true">{look.sign} </span>
          {t(`status.state.${part.state}`)}
        </span>
      </div>
      <p className="text-sm">{lookUp(`status.reason.${part.reason}`) ?? t("status.reason.unknown")}</p>
      <p className="text-xs text-soft">
        {[
          part.since && part.state !== "off" && t("status.since", { time: format.instant(part.since) }),
          part.release && t("status.release", { version: releaseOf(part.release) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {(part.state !== "off" || watched) && <Days days={part.days} />}
    </li>
  );
}

function releaseOf({ version, commit }: NonNullable<Part["release"]>): string {
  return commit ? `${version} (${commit.slice(0, 7)})` : version;
}
