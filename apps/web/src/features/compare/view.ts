/** What is kept of a comparison under a name. The day read out is not: it is where one last pointed, and grows old. */
import { keptBy } from "@/shared/view";
import { readCompareSearch, type CompareSearch } from "./search";

/** Without a product there is nothing to keep. */
function readView(raw: Record<string, unknown>): CompareSearch {
  const view = readCompareSearch({ ...raw, day: undefined });
  return view.ids ? view : {};
}

export const KEPT = keptBy(readView);
