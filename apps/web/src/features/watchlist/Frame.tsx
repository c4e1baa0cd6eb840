/** The head of every page of the watchlist: where one is, and the ways between products, lists and links. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { UndoBar } from "./UndoBar";

const WAYS = [
  { to: "/watchlist", key: "watch.products" },
  { to: "/watchlist/lists", key: "lists.title" },
  { to: "/watchlist/links", key: "links.title" },
] as const;

interface Props {
  title: string;
  text: string;
  children: ReactNode;
}

export function Frame({ title, text, children }: Props) {
  const { t } = useTexts();
  usePageTitle(title);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        <p className="mt-1 max-w-prose text-soft">{text}</p>
      </div>
      <Gate needs="viewer">
        <nav aria-label={t("nav.watchlist")} className="flex flex-wrap gap-2">
          {WAYS.map(({ to, key }) => (
            <Link
              key={to}
              to={to}
              search={{}}
              className="chip aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {t(key)}
            </Link>
          ))}
        </nav>
        {children}
        <Dock>
          <UndoBar />
        </Dock>
      </Gate>
    </div>
  );
}

/** Keeps to the foot of the window, above the ways to go on a phone. */
export function Dock({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 flex flex-col items-center gap-2 p-2 sm:bottom-0 sm:p-4">
      {children}
    </div>
  );
}
