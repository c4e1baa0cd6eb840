/** My shop: a frame of sections over what the seller's own API tells. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Connection } from "./Connection";
import { ownShopQuery } from "./queries";

const OwnSums = lazy(async () => (await Promise.all([import("./sums/OwnSums"), openBook("ownsums")]))[0]);

export function MyShopPage() {
  const { t } = useTexts();
  usePageTitle(t("own.title"));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("own.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("own.subtitle")}</p>
      </div>
      <Gate needs="viewer">
        <Sections />
      </Gate>
    </div>
  );
}

function Sections() {
  const own = useQuery(ownShopQuery);
  return (
    <Answer query={own} skeleton={<Skeleton rows={3} height="h-28" />}>
      {(data) => (
        <>
          {data.shops.length > 0 && (
            <Suspense fallback={<Skeleton rows={3} height="h-32" />}>
              <OwnSums shops={data.shops} />
            </Suspense>
          )}
          <div className="max-w-5xl">
            <Connection own={data} />
          </div>
        </>
      )}
    </Answer>
  );
}
