/** What stands in the finder's address, as it stands there: the page itself reads what it means. */
const NAMES = ["kind", "category", "all", "sure", "want", "sort"] as const;

export type NicheAddress = Partial<Record<(typeof NAMES)[number], string>>;

export const readNicheAddress = (raw: Record<string, unknown>): NicheAddress =>
  Object.fromEntries(NAMES.flatMap((name) => (raw[name] ? [[name, String(raw[name])]] : [])));
