/** What is kept of the list of what rises under a name: all that its address holds. */
import { keptBy } from "@/shared/view";
import { readRisingSearch } from "./search";

export const KEPT = keptBy(readRisingSearch);
