/** What the connected shop earned today and yesterday, and the way to all of it; before that, the way to connect it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { daysQuery } from "@/features/own/sums/queries";
import { Sum } from "@/features/own/sums/Sum";
import { useMoney } from "@/features/own/sums/useMoney";
import { ownShopQuery } from "@/features/own/queries";
import { addDays, dayOfInstant } from "@/shared/format/days";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";

export default function Earned() {
  const { t } = useTexts();
  const { may } = useSession();
  const shop = useQuery({ ...ownShopQuery, enabled: may("viewer") });
  // Whether a shop is connected is not known yet, or nobody may tell: the rest of the block stands without it.
  if (!shop.data) return null;
  if (shop.data.shops.length === 0)
    return (
      <Link to="/my-shop" className="link inline-flex min-h-11 items-center self-start text-sm">
        {t("today.own")}
      </Link>
    );
  return <Days />;
}

function Days() {
  const { t } = useTexts();
  const money = useMoney();
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const before = addDays(today, -1);
  const found = useQuery(daysQuery({ from: before, to: today }));
  return (
    <Answer query={found} skeleton={<Skeleton rows={1} height="h-24" />}>
      {({ days }) => {
        const of = (day: string) => days.find((one) => one.day === day);
        const yesterday = of(before);
        const units = (n: number | undefined) => n !== undefined && t("ownsums.home_units", { n });
        return (
          <div className="sheet flex flex-col gap-1 px-4 pt-3">
            <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
              <Sum
                name={t("ownsums.home_today")}
                value={money(of(today)?.revenue_uzs ?? null)}
                below={units(of(today)?.units)}
              />
              <Sum
                name={t("ownsums.home_yesterday")}
                value={money(yesterday?.revenue_uzs ?? null)}
                below={units(yesterday?.units)}
              />
              <Sum
                name={t("ownsums.home_profit")}
                value={money(yesterday?.profit_uzs ?? null)}
                bad={(yesterday?.profit_uzs ?? 0) < 0}
              />
            </dl>
            <Link to="/my-shop" className="link inline-flex min-h-11 items-center self-start text-sm">
              {t("ownsums.home_all")}
            </Link>
          </div>
        );
      }}
    </Answer>
  );
}
