/** How the shop is connected: its keys, its shops, and how to add a key. */
import { useSession } from "@/shared/api/session";
import type { OwnShops } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Empty } from "@/shared/ui/states";
import { AddKey } from "./AddKey";
import { KeyCard } from "./KeyCard";
import { ShopRow } from "./ShopRow";

export function Connection({ own }: { own: OwnShops }) {
  const { t } = useTexts();
  const { may } = useSession();
  const { keys, shops } = own;
  const bare = keys.length === 0 && shops.length === 0;
  return (
    <section aria-labelledby="own-connect" className="flex flex-col gap-4">
      <h2 id="own-connect" className="text-xl">
        {t("own.connect")}
      </h2>
      {bare && (
        <Empty title={t("own.empty")}>
          <p className="max-w-prose text-soft">{t("own.empty_text")}</p>
        </Empty>
      )}
      {keys.length > 0 && (
        <ul aria-label={t("own.keys")} className="flex flex-col gap-3">
          {keys.map((one) => (
            <KeyCard key={one.key_id} one={one} shops={shops} />
          ))}
        </ul>
      )}
      {!bare && (
        <div className="flex flex-col gap-2">
          <h3 className="text-lg">{t("own.shops")}</h3>
          {shops.length === 0 ? (
            <p className="text-soft">{t("own.no_shops")}</p>
          ) : (
            <ul aria-label={t("own.shops")} className="sheet flex flex-col divide-y divide-rule px-3 sm:px-5">
              {shops.map((one) => (
                <ShopRow key={one.shop_id} one={one} />
              ))}
            </ul>
          )}
        </div>
      )}
      {!may("manager") && <p className="text-soft">{t("own.managers")}</p>}
      {may("manager") && keys.length < own.most_keys && <AddKey open={keys.length === 0} />}
    </section>
  );
}
