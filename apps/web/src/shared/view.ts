/** What a page shows, as it is kept under a name: the words of its address after the question mark. */
import { parseSearch, stringifySearch } from "./address";

export interface Kept<View extends object> {
  /** The words of a view; the same for the same view, in whatever order its address named it. */
  write: (view: View) => string;
  /** A view out of kept words, without what the page does not know. */
  open: (query: string) => View;
}

export function keptBy<View extends object>(read: (raw: Record<string, unknown>) => View): Kept<View> {
  return {
    write: (view) => stringifySearch(valuesOf(read(valuesOf(view)))).slice(1),
    open: (query) => read(parseSearch(query)),
  };
}

const valuesOf = (view: object): Record<string, unknown> => Object.fromEntries(Object.entries(view));
