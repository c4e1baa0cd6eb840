/** What somebody may paste: a product's number, or the address of a product or a shop on the marketplace. */

const HOSTS = new Set(["uzum.uz", "www.uzum.uz", "m.uzum.uz"]);
const PLACE = /^(?:\/(?:uz|ru))?\/(?:product|shop|seller)\/[^/]+\/?$/;

/** The text as the start page takes it; null where it is neither. The api has the last word on it. */
export function linkOf(text: string): string | null {
  const said = text.trim();
  if (/^[1-9]\d{0,15}$/.test(said)) return said;
  if (said.length > 2_000 || /\s/.test(said)) return null;
  const address = said.includes("//") ? said : `https://${said}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname } = new URL(address);
  const fits = /^https?:$/.test(protocol) && HOSTS.has(hostname) && PLACE.test(pathname);
  return fits ? said : null;
}
