/** Where to buy: the central bank's rates, what suppliers were asked, what waits for a person's word, and price lists. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { AskForm } from "./AskForm";
import { OpenMatchList } from "./OpenMatchList";
import { requestsQuery } from "./queries";
import { RatesStrip } from "./RatesStrip";
import { RequestList } from "./RequestList";

const PriceListPart = lazy(() => import("./PriceListPart").then((part) => ({ default: part.PriceListPart })));

export function SourcingPage() {
  const { t } = useTexts();
  usePageTitle(t("sourcing.title"));
  return (
    <div className="flex max-w-5xl flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("sourcing.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("sourcing.subtitle")}</p>
      </div>
      <RatesStrip />
      <Gate needs="viewer">
        <Asked />
        <OpenMatchList />
        <Suspense fallback={<Skeleton rows={2} height="h-16" />}>
          <PriceListPart />
        </Suspense>
      </Gate>
    </div>
  );
}

function Asked() {
  const { t } = useTexts();
  const requests = useQuery(requestsQuery);
  return (
    <section aria-labelledby="asked" className="flex flex-col gap-3">
      <h2 id="asked" className="text-xl">
        {t("sourcing.asked")}
      </h2>
      <Answer query={requests} skeleton={<Skeleton rows={3} height="h-14" />}>
        {(data) => (
          <>
            <AskForm sources={data.sources} budget={data.budget} query="" />
            <RequestList requests={data.items} />
          </>
        )}
      </Answer>
    </section>
  );
}
