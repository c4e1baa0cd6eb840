/** A line's colour, dash and shape beside the name it stands for, with its number. */
import { DASHES, SHAPES } from "./marks";

const COLOURS = ["text-line-1", "text-line-2", "text-line-3", "text-line-4", "text-line-5", "text-line-6"];

export function Swatch({ place }: { place: number }) {
  const points = (SHAPES[place] ?? []).map(([x, y]) => `${x + 12},${y}`).join(" ");
  return (
    <span className={`inline-flex shrink-0 items-center gap-1 ${COLOURS[place] ?? ""}`}>
      <svg viewBox="0 0 36 12" aria-hidden="true" className="h-3 w-9">
        <path
          d="M0 6h36"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray={(DASHES[place] ?? []).join(" ") || undefined}
        />
        <polygon points={points} fill="currentColor" className="stroke-sheet" strokeWidth="1" />
      </svg>
      <span className="font-semibold">{place + 1}</span>
    </span>
  );
}
