/** A part of a page of settings: its name, what it is for, and its content. */
import type { ReactNode } from "react";

export function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="sheet flex flex-col gap-4 px-3 py-4 sm:px-5">
      <div>
        <h2 className="text-lg">{title}</h2>
        {text && <p className="mt-1 max-w-prose text-sm text-soft">{text}</p>}
      </div>
      {children}
    </section>
  );
}
