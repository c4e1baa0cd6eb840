/** How far the reading of a followed shop is, until it is done or two minutes are over. */
import { useQuery } from "@tanstack/react-query";
import { followedShopsQuery } from "@/shared/api/follow";
import { useTexts } from "@/shared/texts/texts";
import { useLate } from "./useLate";
import { Waits } from "./Waits";

const ASK_MS = 4_000;

export function FollowedShop({ name, off }: { name: string; off: boolean }) {
  const { t } = useTexts();
  const late = useLate();
  const shops = useQuery({
    ...followedShopsQuery,
    retry: false,
    enabled: !late,
    refetchInterval: ({ state }) => (ended(state.data?.items, name) ? false : ASK_MS),
  });
  const shop = shops.data?.items.find((one) => one.shop === name);
  const facts = { shop: shop?.title ?? name, found: shop?.found ?? 0 };
  if (shop?.state === "done") {
    return (
      <p role="status" className="text-sm text-good">
        ✓ {t("steps.shop_done", facts)}
      </p>
    );
  }
  if (late) return <Waits words={t("steps.shop_late")} late />;
  if (off) return <Waits words={t("steps.off")} late={false} />;
  return (
    <Waits words={t(`steps.shop_${shop?.state ?? "waiting"}`, facts)} late={shop?.state === "unknown"} />
  );
}

function ended(shops: readonly { shop: string; state: string }[] | undefined, name: string): boolean {
  const state = shops?.find((one) => one.shop === name)?.state;
  return state === "done" || state === "unknown";
}
