/** A word that explains itself: a tap opens one line below it, another closes it. */
import { useId, useState } from "react";

export function Term({ word, text }: { word: string; text: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <span className={open ? "flex basis-full flex-col items-start" : "inline-flex flex-col items-start"}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className="inline-flex min-h-9 items-center gap-1 text-start hover:text-ink"
        onClick={() => setOpen(!open)}
      >
        <span className="underline decoration-dotted underline-offset-4">{word}</span>
        <span aria-hidden="true" className="text-accent">
          ?
        </span>
      </button>
      <span id={id} hidden={!open} className="max-w-prose pb-2 text-sm font-normal text-soft">
        {text}
      </span>
    </span>
  );
}
