/** What Telegram hands to a page about who signs in, and where it is asked. */
import { tell } from "@/shared/mini/bridge";

/** Where Telegram asks whether somebody wants to sign in here; it comes back to `way` with what it signed behind #. */
export function askTelegram(botId: number, origin: string, way: string): string {
  const asked = new URLSearchParams({
    bot_id: String(botId),
    origin,
    request_access: "write",
    return_to: `${origin}${way}`,
  });
  return `https://oauth.telegram.org/auth?${asked.toString()}`;
}

/** The fields that Telegram signed, as they stand behind # after `askTelegram`; null where none do. */
export function signedFields(hash: string): Record<string, string> | null {
  try {
    const told = /^#tgAuthResult=([\w+/=-]+)$/.exec(decodeURIComponent(hash))?.[1] ?? "";
    const bytes = Uint8Array.from(atob(told.replace(/-/g, "+").replace(/_/g, "/")), (one) =>
      one.charCodeAt(0),
    );
    const fields: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof fields !== "object" || fields === null) return null;
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  } catch {
    // `false` stands there for who declined, and anybody may write an address.
    return null;
  }
}

/** What Telegram signed for its Mini App, from the address that it was opened with. */
export function signedForMini(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get("tgWebAppData");
}

/** Tells Telegram that the Mini App is there, so that it takes its own waiting picture away and gives it the whole height. */
export function tellReady(): void {
  for (const event of ["web_app_ready", "web_app_expand"]) tell(event);
}
