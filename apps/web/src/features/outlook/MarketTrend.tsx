/** Where a category or a shop goes: all of its goods on sale now, added up. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { categoryOutlookQuery, sellerOutlookQuery } from "@/shared/api/outlook";
import type { CategoryOutlook, SellerOutlook } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { TrendPart } from "./TrendPart";

type Props = { category: number } | { seller: number };

export default function MarketTrend(of: Props) {
  return "category" in of ? <OfCategory id={of.category} /> : <OfSeller id={of.seller} />;
}

const OfCategory = ({ id }: { id: number }) => (
  <Told outlook={useQuery(categoryOutlookQuery(id))} kind="categories" />
);
const OfSeller = ({ id }: { id: number }) => (
  <Told outlook={useQuery(sellerOutlookQuery(id))} kind="sellers" />
);

interface ToldProps {
  outlook: UseQueryResult<CategoryOutlook | SellerOutlook>;
  kind: "categories" | "sellers";
}

function Told({ outlook, kind }: ToldProps) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="trend" className="flex flex-col gap-2">
      <h2 id="trend" className="text-xl">
        {t("outlook.trend")}
      </h2>
      <Answer query={outlook} skeleton={<Skeleton rows={1} height="h-56" />}>
        {({ trend, products }) =>
          trend ? (
            <>
              <div className="flex flex-wrap items-center gap-x-4 text-sm text-soft">
                {products !== null && <span>{t("rising.added_up", { n: products })}</span>}
                <Term word={t("rising.added_word")} text={t("rising.added_means")} />
              </div>
              <TrendPart trend={trend} kind={kind} />
            </>
          ) : (
            <p className="max-w-prose text-soft">{t("outlook.none_added")}</p>
          )
        }
      </Answer>
    </section>
  );
}
