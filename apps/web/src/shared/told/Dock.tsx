/** What keeps to the foot of the window, above the ways to go on a phone: the word of what was done, and what a page adds below it. */
import { createContext, use, type ReactNode, type Ref } from "react";
import { createPortal } from "react-dom";

export const DockPlace = createContext<HTMLElement | null>(null);

export function Dock({ ref, children }: { ref?: Ref<HTMLDivElement>; children: ReactNode }) {
  return (
    <div
      ref={ref}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 mx-auto flex max-w-[76rem] flex-col items-center gap-2 p-2 sm:px-4 lg:bottom-0 lg:pb-4"
    >
      {children}
    </div>
  );
}

export function Docked({ children }: { children: ReactNode }) {
  const place = use(DockPlace);
  return place && createPortal(children, place);
}
