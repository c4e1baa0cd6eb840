/** What is kept of the niche finder under a name: all that its address holds. */
import { keptBy } from "@/shared/view";
import { readNicheSearch } from "./search";

export const KEPT = keptBy(readNicheSearch);
