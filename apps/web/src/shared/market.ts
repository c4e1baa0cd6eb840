/** Only an https address is followed; anything else the api might carry leads nowhere. */
export function marketUrl(url: string): string | undefined {
  return /^https:\/\//i.test(url) ? url : undefined;
}
