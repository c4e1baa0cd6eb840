/** One of the three steps, with its number; what waits for the step before it is quieter. */
import type { ReactNode } from "react";

interface Props {
  number: number;
  title: string;
  text?: string;
  /** Its turn has not come. */
  waits?: boolean;
  children?: ReactNode;
}

export function Step({ number, title, text, waits = false, children }: Props) {
  return (
    <li className={`sheet flex gap-3 p-3 sm:gap-4 sm:p-4 ${waits ? "border-dashed" : ""}`}>
      <span
        aria-hidden="true"
        className={`flex size-8 shrink-0 items-center justify-center rounded-full font-head font-semibold ${
          waits ? "bg-sunk text-soft" : "bg-accent text-on-accent"
        }`}
      >
        {number}
      </span>
      <div className="flex min-w-0 grow flex-col gap-3">
        <h2 className={`text-lg font-semibold ${waits ? "text-soft" : ""}`}>{title}</h2>
        {text && <p className="text-sm text-soft">{text}</p>}
        {children}
      </div>
    </li>
  );
}
