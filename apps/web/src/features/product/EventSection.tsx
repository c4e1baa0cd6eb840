/** What happened besides sales, newest first, a few at a time; small movements come when they are asked for. */
import { useState } from "react";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { EventGroup, EventGroups, Variant } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { EventRows } from "./EventRows";

const AT_FIRST = 6;
const MORE = 20;

interface Props {
  id: number;
  query: UseInfiniteQueryResult<InfiniteData<EventGroups>>;
  variants: readonly Variant[];
}

export function EventSection({ id, query, variants }: Props) {
  const { t } = useTexts();
  const [count, setCount] = useState(AT_FIRST);
  const [withSmall, setWithSmall] = useState(false);
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
          const known = pages.flatMap((page) => page.items);
          const small = known.filter((row) => row.small);
          const rows = withSmall ? known : known.filter((row) => !row.small);
          return (
            <>
              {small.length > 0 && (
                <SmallSwitch
                  small={small}
                  all={!query.hasNextPage}
                  shown={withSmall}
                  onChange={setWithSmall}
                />
              )}
              {rows.length === 0 && (
                <p className="py-2 text-sm">{t(small.length > 0 ? "events.only_small" : "events.none")}</p>
              )}
              <EventRows id={id} rows={rows.slice(0, count)} variants={variants} />
              {(rows.length > count || query.hasNextPage) && (
                <button
                  type="button"
                  className="button self-start"
                  disabled={query.isFetchingNextPage}
                  onClick={() => showMore(rows.length)}
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

interface SwitchProps {
  small: readonly EventGroup[];
  /** Whether these are all there are, and not only those fetched so far. */
  all: boolean;
  shown: boolean;
  onChange: (shown: boolean) => void;
}

function SmallSwitch({ small, all, shown, onChange }: SwitchProps) {
  const { t } = useTexts();
  const events = small.reduce((sum, row) => sum + row.events, 0);
  const show = all ? t("events.small_show_n", { n: events }) : t("events.small_show");
  return (
    <div className="flex flex-col gap-2 py-1">
      <p className="max-w-prose text-sm text-soft">{t("events.small_means")}</p>
      <button type="button" className="button self-start" onClick={() => onChange(!shown)}>
        {shown ? t("events.small_hide") : show}
      </button>
    </div>
  );
}
