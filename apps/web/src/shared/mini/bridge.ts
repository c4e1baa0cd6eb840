/** Talking with the Telegram app around its Mini App: events to it and from it, over whichever way there is. */

interface Wrapped {
  TelegramWebviewProxy?: { postEvent: (event: string, data: string) => void };
  /** Where the app calls its events: Android and desktops the one, iOS the other. */
  Telegram?: { WebView: Receiver };
  TelegramGameProxy?: Receiver;
}

interface Receiver {
  receiveEvent: (event: string, data: unknown) => void;
}

type Listener = (data: unknown) => void;

const AROUND = ["https://web.telegram.org", "https://webk.telegram.org", "https://webz.telegram.org"];
const listeners = new Map<string, Set<Listener>>();
let begun = false;

/** Whether the page runs inside Telegram, and Telegram has shown who opened it. */
export const inMini = (): boolean => begun;

export function tell(event: string, data: object = {}): void {
  const sent = JSON.stringify(data);
  (window as Wrapped).TelegramWebviewProxy?.postEvent(event, sent);
  if (window.parent === window) return;
  const told = JSON.stringify({ eventType: event, eventData: data });
  for (const origin of AROUND) if (isFramedBy(origin)) window.parent.postMessage(told, origin);
}

/** Calls `listener` for each such event of Telegram; what is given back ends that. */
export function hear(event: string, listener: Listener): () => void {
  const known = listeners.get(event) ?? new Set();
  listeners.set(event, known.add(listener));
  return () => known.delete(listener);
}

/** From now on Telegram's events are heard. */
export function beginMini(): void {
  if (begun) return;
  begun = true;
  const wrapped = window as Wrapped;
  const receiver = { receiveEvent: heard };
  wrapped.Telegram = { WebView: receiver };
  wrapped.TelegramGameProxy = receiver;
  addEventListener("message", (message: MessageEvent<unknown>) => {
    if (message.source !== window.parent || !AROUND.includes(message.origin)) return;
    const { eventType, eventData } = readMessage(message.data);
    if (eventType) heard(eventType, eventData);
  });
}

function heard(event: string, data: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(data);
}

function readMessage(text: unknown): { eventType?: string; eventData?: unknown } {
  try {
    const told: unknown = typeof text === "string" ? JSON.parse(text) : null;
    return typeof told === "object" &&
      told !== null &&
      typeof (told as { eventType?: unknown }).eventType === "string"
      ? told
      : {};
  } catch {
    // Other things on the page may send messages of their own.
    return {};
  }
}

/** A message to another origin than the frame's would be an error in the log. */
function isFramedBy(origin: string): boolean {
  return document.referrer.startsWith(`${origin}/`);
}
