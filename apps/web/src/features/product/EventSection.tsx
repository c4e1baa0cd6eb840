/** What happened besides sales, newest first, a few at a time. */
import { useState } from "react";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Events, Variant } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { EventItems } from "./EventItems";

const AT_FIRST = 6;
const MORE = 20;

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Events>>;
  variants: readonly Variant[];
}

export function EventSection({ query, variants }: Props) {
  const { t } = useTexts();
  const [count, setCount] = useState(AT_FIRST);
  const showMore = (known: number) => {
    if (count + MORE > known && query.hasNextPage) void query.fetchNextPage();
    setCount(count + MORE);
  };
  return (
    <section aria-labelledby="events" className="sheet flex flex-col gap-1 p-3 sm:p-4">
      <h3 id="events" className="text-lg">
        {t("events.title")}
      </h3>
      <p className="max-w-prose text-sm text-soft">{t("events.text")}</p>
      <Answer query={query} skeleton={<Skeleton rows={2} height="h-14" />}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.items);
          if (events.length === 0) return <p className="py-2 text-sm">{t("events.none")}</p>;
          return (
            <>
              <EventItems events={events.slice(0, count)} variants={variants} />
              {(events.length > count || query.hasNextPage) && (
                <button
                  type="button"
                  className="button self-start"
                  disabled={query.isFetchingNextPage}
                  onClick={() => showMore(events.length)}
                >
                  {t("events.more")}
                </button>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
