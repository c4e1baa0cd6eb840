/** Addresses a person can read: `?q=choynak&sort=-price`, every value plain text. */

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  // A comma may stand as it is, and `1,2,3` is to be read.
  const text = search.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** A positive whole number out of an address, or nothing. */
export function readId(value: unknown): number | undefined {
  const text = String(value ?? "");
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** A lowest and a highest price in soʻm. A lowest above the highest is what somebody is still typing: then it stands alone. */
export function readPrices(raw: Record<string, unknown>): { from?: number; to?: number } {
  const [from, to] = [readId(raw.from), readId(raw.to)];
  return { ...(from && { from }), ...(to && !(from && from > to) && { to }) };
}
