/** What was earned in a span: key figures, what is unknown and why, and each day in one drawing. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { OwnDays } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { EarnedNotes } from "./EarnedNotes";
import { Figures } from "./Figures";
import { daysQuery } from "./queries";
import { toSpan } from "./search";
import { TakeTable } from "./TakeTable";
import { useSums } from "./useSums";

const DayPart = lazy(() => import("./DayPart"));

export default function Earned() {
  const { t } = useTexts();
  const { search } = useSums();
  const found = useQuery({ ...daysQuery(toSpan(search)), placeholderData: keepPreviousData });
  return (
    <section
      aria-label={t("ownsums.part.earned")}
      aria-busy={found.isPlaceholderData}
      className={`flex flex-col gap-4 ${found.isPlaceholderData ? "opacity-60" : ""}`}
    >
      <Answer query={found} skeleton={<Skeleton rows={2} height="h-48" />}>
        {(sums) => (nothing(sums) ? <Nothing sums={sums} /> : <Told sums={sums} />)}
      </Answer>
    </section>
  );
}

const nothing = ({ total, expenses }: OwnDays) =>
  !total.ordered && total.units === 0 && total.returned === 0 && expenses.length === 0;

function Nothing({ sums }: { sums: OwnDays }) {
  const { t } = useTexts();
  return (
    <>
      <Empty title={t(sums.read_at ? "ownsums.nothing" : "ownsums.not_read")}>
        <p className="max-w-prose text-sm text-soft">
          {t(sums.read_at ? "ownsums.nothing_text" : "ownsums.not_read_text")}
        </p>
      </Empty>
      <EarnedNotes sums={sums} />
    </>
  );
}

function Told({ sums }: { sums: OwnDays }) {
  const { search } = useSums();
  return (
    <>
      <div className="flex min-h-9 justify-end">
        <TakeTable table="own_days" filters={toSpan(search)} />
      </div>
      <Figures line={sums.total} />
      <EarnedNotes sums={sums} />
      <Suspense fallback={<Skeleton rows={1} height="h-[21rem]" />}>
        <DayPart sums={sums} />
      </Suspense>
    </>
  );
}
