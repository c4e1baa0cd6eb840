/** A shop, how much is known of it, and whether it is read. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patch } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { OwnShop, OwnShops } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { KeyProblem } from "./AddKey";
import { ownShopQuery } from "./queries";

export function ShopRow({ one }: { one: OwnShop }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const switching = useMutation({
    mutationFn: (enabled: boolean) => patch<OwnShops>(`/own-shop/shops/${one.shop_id}`, { enabled }),
    onSuccess: (own) => client.setQueryData(ownShopQuery.queryKey, own),
  });
  const { first_order_at: first, last_order_at: last } = one;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <span className="min-w-0">
        <span className="font-medium break-words">{one.title}</span>
        <span className="flex flex-wrap gap-x-3 text-sm text-soft">
          <span>
            {t("own.shop_sum", { skus: format.count(one.skus), rows: format.count(one.order_items) })}
          </span>
          {first && last && (
            <span>{t("own.shop_days", { first: format.instant(first), last: format.instant(last) })}</span>
          )}
          {one.key_id === null && <span>{t("own.shop_no_key")}</span>}
        </span>
      </span>
      <label className="flex min-h-11 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-5"
          checked={switching.isPending ? switching.variables : one.enabled}
          disabled={switching.isPending || !may("manager")}
          onChange={(event) => switching.mutate(event.target.checked)}
        />
        {t("own.shop_read")}
      </label>
      <KeyProblem error={switching.error} />
    </li>
  );
}
