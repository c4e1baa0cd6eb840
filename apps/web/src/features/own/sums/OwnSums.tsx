/** What the own shop brought and took: a part at a time, each fetched when it is asked for. */
import { lazy, Suspense, useEffect, useRef, type ComponentType } from "react";
import type { OwnShop } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Dock } from "@/shared/told/Dock";
import { UndoBar } from "@/shared/told/UndoBar";
import { Skeleton } from "@/shared/ui/states";
import { PARTS, type Part } from "./search";
import { SpanControls } from "./SpanControls";
import { useSums } from "./useSums";

const SHOWN: Record<Part, ComponentType> = {
  earned: lazy(() => import("./Earned")),
  goods: lazy(() => import("./Goods")),
  purchases: lazy(() => import("./Purchases")),
  losses: lazy(() => import("./Losses")),
  difference: lazy(() => import("./Difference")),
  cash: lazy(() => import("./Cash")),
  orders: lazy(async () => (await Promise.all([import("./Orders"), openBook("reorder")]))[0]),
};
/** Those that are of a span of days. */
const SPANNED: readonly Part[] = ["earned", "goods", "difference"];

export default function OwnSums({ shops }: { shops: readonly OwnShop[] }) {
  const { t } = useTexts();
  const { search, change } = useSums();
  const Shown = SHOWN[search.part];
  const ways = useRef<HTMLElement>(null);
  // On a phone the row is longer than the window: what is chosen is brought into sight.
  useEffect(() => {
    const row = ways.current;
    const chosen = row?.querySelector<HTMLElement>("[aria-pressed=true]");
    if (row && chosen) row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
  }, [search.part]);
  return (
    <section aria-labelledby="own-sums" className="flex min-w-0 flex-col gap-4">
      <h2 id="own-sums" className="sr-only">
        {t("ownsums.title")}
      </h2>
      <nav
        ref={ways}
        aria-label={t("ownsums.parts")}
        className="relative -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0"
      >
        <ul className="flex w-max gap-2 sm:w-auto sm:flex-wrap">
          {PARTS.map((part) => (
            <li key={part}>
              <button
                type="button"
                className="chip"
                aria-pressed={part === search.part}
                onClick={() => change({ part: part === "earned" ? undefined : part })}
              >
                {t(`ownsums.part.${part}`)}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <SpanControls shops={shops} spanned={SPANNED.includes(search.part)} />
      <Suspense fallback={<Skeleton rows={3} height="h-32" />}>
        <Shown />
      </Suspense>
      <Dock>
        <UndoBar />
      </Dock>
    </section>
  );
}
