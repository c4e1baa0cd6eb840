/** What is kept of the list under a name: all that its address holds. */
import { keptBy } from "@/shared/view";
import { readBrowseSearch } from "./search";

export const KEPT = keptBy(readBrowseSearch);
