/** Drawings of how a number comes about; each says in words what it shows. */
import type { ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";

const WIDE = 320;

function Picture({ label, high, children }: { label: string; high: number; children: ReactNode }) {
  return (
    <svg
      viewBox={`0 0 ${WIDE} ${high}`}
      role="img"
      aria-label={label}
      className="sheet h-auto w-full max-w-xl text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

function Words({ x, y, children, end = false }: { x: number; y: number; children: string; end?: boolean }) {
  return (
    <text
      x={x}
      y={y}
      textAnchor={end ? "end" : "start"}
      className="fill-soft stroke-none text-[11px] tabular-nums"
    >
      {children}
    </text>
  );
}

const LOOKS = [24, 46, 68, 90, 112, 134, 156, 222, 244, 266, 288];

/** Looks at a product over a morning; for a while nobody looked. */
export function LooksPicture({ label }: { label: string }) {
  return (
    <Picture label={label} high={70}>
      <path d={`M16 40H${WIDE - 16}`} className="stroke-rule-strong" strokeWidth="1" />
      <path d="M164 40h50" className="stroke-sheet" strokeWidth="3" />
      <path d="M164 40h50" className="stroke-rule-strong" strokeWidth="1" strokeDasharray="2 5" />
      {LOOKS.map((x) => (
        <circle key={x} cx={x} cy="40" r="4" fill="currentColor" stroke="none" />
      ))}
      <Words x={16} y={22}>
        9:00
      </Words>
      <Words x={WIDE - 16} y={22} end>
        12:00
      </Words>
    </Picture>
  );
}

/** The order counter between two looks. */
export function CounterPicture({ label }: { label: string }) {
  const { format } = useTexts();
  return (
    <Picture label={label} high={110}>
      <path d="M40 84h40v-10h34v-8h52v-16h30v-12h54v-12h30" />
      <circle cx="40" cy="84" r="5" fill="currentColor" stroke="none" />
      <circle cx="280" cy="26" r="5" fill="currentColor" stroke="none" />
      <Words x={30} y={104}>{`9:00 · ${format.count(1204)}`}</Words>
      <Words x={292} y={16} end>{`12:00 · ${format.count(1216)}`}</Words>
      <text x="160" y="100" textAnchor="middle" className="fill-ink stroke-none text-[16px] font-semibold">
        +12
      </text>
    </Picture>
  );
}

/** Stock that falls as things are sold, and jumps when the shelf is filled up. */
export function StockPicture({ label }: { label: string }) {
  return (
    <Picture label={label} high={110}>
      <path d="M24 36h26v8h30v10h28v8h24v12h22" />
      <path d="M154 74V24" strokeDasharray="3 5" className="stroke-warn" />
      <path d="M154 24h24v8h30v10h32v9h28v11h28" />
      <text x="162" y="96" textAnchor="middle" className="fill-warn stroke-none text-[14px] font-semibold">
        +60
      </text>
      <path d={`M16 104H${WIDE - 16}`} className="stroke-rule-strong" strokeWidth="1" />
    </Picture>
  );
}

const NIGHT = [34, 30, 24, 16, 8, 4, 3, 3, 5, 9];

/** Sales hour by hour from ten at night to eight in the morning. */
export function MidnightPicture({ label }: { label: string }) {
  return (
    <Picture label={label} high={110}>
      {NIGHT.map((sold, hour) => (
        <rect
          key={hour}
          x={26 + hour * 27}
          y={82 - sold * 1.5}
          width="19"
          height={sold * 1.5}
          rx="3"
          stroke="none"
          className={hour < 2 ? "fill-accent" : "fill-rule-strong"}
        />
      ))}
      <path d="M76 14v74" strokeDasharray="4 4" className="stroke-bad" strokeWidth="1.5" />
      <Words x={22} y={102}>
        22:00
      </Words>
      <Words x={62} y={102}>
        0:00
      </Words>
      <Words x={WIDE - 24} y={102} end>
        8:00
      </Words>
    </Picture>
  );
}

const TRUTH = 100;
const RANGES: readonly (readonly [number, number])[] = [
  [82, 128],
  [70, 112],
  [90, 140],
  [108, 150],
  [76, 120],
  [60, 104],
  [94, 132],
  [44, 90],
  [84, 116],
  [72, 118],
];

/** Ten ranges around a truth that they do not know. */
export function RangePicture({ label }: { label: string }) {
  return (
    <Picture label={label} high={148}>
      <path d={`M${TRUTH * 1.6} 10v128`} className="stroke-ink" strokeWidth="1.5" strokeDasharray="3 4" />
      {RANGES.map(([low, high], row) => {
        const holds = low <= TRUTH && TRUTH <= high;
        return (
          <g key={row} className={holds ? "stroke-accent" : "stroke-bad"}>
            <path
              d={`M${low * 1.6} ${18 + row * 12}H${high * 1.6}`}
              strokeWidth="4"
              opacity={holds ? 0.55 : 1}
            />
            <text x={WIDE - 24} y={22 + row * 12} className="fill-current stroke-none text-[10px]">
              {holds ? "✓" : "✕"}
            </text>
          </g>
        );
      })}
    </Picture>
  );
}
