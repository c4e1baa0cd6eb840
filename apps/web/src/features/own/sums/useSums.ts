/** What is chosen of the shop's sums, read from the address, and how to choose otherwise. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { dayOfInstant } from "@/shared/format/days";
import { useNow } from "@/shared/ui/useNow";
import { readShopAddress, type ShopAddress } from "./address";
import { readSumsSearch } from "./search";

export function useSums() {
  const today = dayOfInstant(new Date(useNow()).toISOString());
  // The route reads nothing of its address: what is read comes with the sums.
  const address = readShopAddress(useSearch({ strict: false }));
  const search = readSumsSearch(address, today);
  const navigate = useNavigate();
  const change = (part: { [Name in keyof ShopAddress]: string | undefined }) =>
    void navigate({
      to: "/my-shop",
      search: (now) => ({ ...now, ...address, ...part }),
      replace: true,
      resetScroll: false,
    });
  return { search, today, change };
}
