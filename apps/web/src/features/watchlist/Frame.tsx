/** The head of every page of the watchlist: where one is, and the ways between products, lists and links. */
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Dock, DockPlace } from "@/shared/told/Dock";

const UndoBar = lazy(() => import("@/shared/told/UndoBar").then((part) => ({ default: part.UndoBar })));

const WAYS = [
  { to: "/watchlist", key: "watch.products" },
  { to: "/watchlist/lists", key: "lists.title" },
  { to: "/watchlist/links", key: "links.tab" },
] as const;

interface Props {
  title: string;
  text: string;
  children: ReactNode;
}

export function Frame({ title, text, children }: Props) {
  const { t } = useTexts();
  usePageTitle(title);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        <p className="mt-1 max-w-prose text-soft">{text}</p>
      </div>
      <Gate needs="viewer">
        <nav aria-label={t("watch.title")} className="flex flex-wrap gap-2">
          {WAYS.map(({ to, key }) => (
            <Link
              key={to}
              to={to}
              search={{}}
              className="chip max-sm:!px-3 max-sm:text-sm aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {t(key)}
            </Link>
          ))}
        </nav>
        <DockPlace value={place}>{children}</DockPlace>
        <Dock ref={setPlace}>
          <Suspense fallback={null}>
            <UndoBar />
          </Suspense>
        </Dock>
      </Gate>
    </div>
  );
}
