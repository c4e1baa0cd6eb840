/** Three questions: what to sell, what rivals do, how the own shop goes. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { openBook, useTexts } from "@/shared/texts/texts";
import { SearchBox } from "@/shared/ui/SearchBox";
import { Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { leadersQuery } from "./queries";
import { WhatToSell } from "./WhatToSell";

/** Seen once in an installation's life, so it is no part of the first script. */
const FirstSteps = lazy(async () => (await Promise.all([import("./FirstSteps"), openBook("following")]))[0]);
const Own = lazy(() => import("./Own"));

export function HomePage() {
  const { t, format } = useTexts();
  const navigate = useNavigate();
  const sold = useQuery(leadersQuery("-units_7"));
  usePageTitle(t("today.title"));
  const asOf = sold.data?.items[0]?.figures.as_of;
  const bare = sold.data?.total === 0;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        <div>
          <h1 className="text-2xl sm:text-3xl">{t("today.title")}</h1>
          <p className="mt-1 min-h-6 text-soft">
            {asOf ? t("home.through", { day: format.day(asOf) }) : t("home.subtitle")}
          </p>
        </div>
        {!bare && (
          <SearchBox
            value=""
            onSubmit={(q) => void navigate({ to: "/browse", search: q.trim() ? { q } : {} })}
          />
        )}
      </div>
      {bare ? (
        <Suspense fallback={<Skeleton rows={3} height="h-36" />}>
          <FirstSteps />
        </Suspense>
      ) : (
        <>
          <WhatToSell />
          <Suspense fallback={<Skeleton rows={2} height="h-40" />}>
            <Own />
          </Suspense>
        </>
      )}
    </div>
  );
}
