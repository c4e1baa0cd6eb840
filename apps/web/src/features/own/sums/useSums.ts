/** What is chosen of the shop's sums, read from the address, and how to choose otherwise. */
import { getRouteApi } from "@tanstack/react-router";
import { dayOfInstant } from "@/shared/format/days";
import { useNow } from "@/shared/ui/useNow";
import type { ShopAddress } from "../address";
import { readSumsSearch } from "./search";

const route = getRouteApi("/my-shop");

export function useSums() {
  const today = dayOfInstant(new Date(useNow()).toISOString());
  const search = readSumsSearch(route.useSearch(), today);
  const navigate = route.useNavigate();
  const change = (part: { [Name in keyof ShopAddress]: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return { search, today, change };
}
