/** A few series over the same days: steps with gaps where nothing was seen; lines differ by their dashes and not by colour alone. */
export interface Series {
  key: number;
  name: string;
  values: readonly (number | null)[];
  /** One's own: drawn over the others, and thick. */
  own: boolean;
}

interface Props {
  label: string;
  first: string;
  last: string;
  series: readonly Series[];
  say: (value: number) => string;
  /** Rank 1 stands above rank 2. */
  upsideDown?: boolean;
}

const WIDTH = 600;
const HEIGHT = 160;
export const DASHES = ["", "7 4", "2 3", "10 3 2 3", "14 4", "4 2", "1 4"] as const;

export function Lines({ label, first, last, series, say, upsideDown = false }: Props) {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const count = Math.max(...series.map(({ values }) => values.length));
  const step = WIDTH / count;
  const y = (value: number) => {
    const part = most === least ? 0.5 : (value - least) / (most - least);
    return 6 + (upsideDown ? part : 1 - part) * (HEIGHT - 12);
  };
  const [top, bottom] = upsideDown ? [least, most] : [most, least];
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-sm font-medium">{label}</figcaption>
      <div className="flex gap-2 text-xs text-soft">
        <div className="flex w-20 shrink-0 flex-col justify-between text-end" aria-hidden="true">
          <span>{say(top)}</span>
          {most !== least && <span>{say(bottom)}</span>}
        </div>
        <svg
          role="img"
          aria-label={`${label}: ${series.map((one) => `${one.name} ${lastOf(one, say)}`).join("; ")}`}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 w-full min-w-0 rounded-xs bg-sunk"
        >
          {[...series].reverse().map((one) => {
            const place = series.indexOf(one);
            return (
              <path
                key={one.key}
                d={pathOf(one.values, step, y)}
                fill="none"
                vectorEffect="non-scaling-stroke"
                strokeWidth={one.own ? 3 : 1.5}
                strokeDasharray={DASHES[place % DASHES.length]}
                className={one.own ? "stroke-accent" : "stroke-ink"}
              />
            );
          })}
        </svg>
      </div>
      <p className="flex justify-between ps-22 text-xs text-soft">
        <span>{first}</span>
        <span>{last}</span>
      </p>
    </figure>
  );
}

export function lastOf({ values }: Series, say: (value: number) => string): string {
  const value = values.findLast((one) => one !== null);
  return value === undefined || value === null ? "—" : say(value);
}

/** A step for each day; a day of which nothing is known ends the line. */
export function pathOf(
  values: readonly (number | null)[],
  step: number,
  y: (value: number) => number,
): string {
  let path = "";
  let before: number | null = null;
  values.forEach((value, at) => {
    if (value !== null) {
      path +=
        before === null ? `M${(at * step).toFixed(1)},${y(value).toFixed(1)}` : `V${y(value).toFixed(1)}`;
      path += `H${((at + 1) * step).toFixed(1)}`;
    }
    before = value;
  });
  return path;
}
