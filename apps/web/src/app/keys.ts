/** The keys that work on every page, and what they do. */
import { useEffect, useEffectEvent } from "react";

export type Deed = "palette" | "keys" | "search" | "home" | "watchlist";

export interface Press {
  key: string;
  code: string;
  command: boolean;
  alt: boolean;
  shift: boolean;
  /** The key goes into a field. */
  typing: boolean;
}

const AFTER_G: Record<string, Deed> = { h: "home", w: "watchlist" };
const G_MS = 1_200;

/** The Latin letter of a key; where the keyboard is Cyrillic, the one that lies in its place. */
function letterOf({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}

/** Slash and question mark also where they lie, since a Cyrillic keyboard has them elsewhere. */
function signOf({ key, code, shift }: Press): string {
  if (key === "/" || key === "?") return key;
  if (code !== "Slash") return "";
  if (key === "." && !shift) return "/";
  return key === "," && shift ? "?" : "";
}

/** What a key does; `g` waits for a second one, and null is nothing of ours. */
export function deedOf(press: Press, afterG: boolean): Deed | "g" | null {
  if (press.alt) return null;
  const letter = letterOf(press);
  if (press.command) return letter === "k" && !press.shift ? "palette" : null;
  if (press.typing) return null;
  const sign = signOf(press);
  if (sign) return sign === "/" ? "search" : "keys";
  if (press.shift) return null;
  if (afterG) return AFTER_G[letter] ?? null;
  return letter === "g" ? "g" : null;
}

const NO_TEXT = new Set(["button", "checkbox", "radio", "submit", "reset", "range", "color", "file"]);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Hears the keys while no dialog is open: a dialog has keys of its own. */
export function useGlobalKeys(act: (deed: Deed) => void): void {
  const onDeed = useEffectEvent(act);
  useEffect(() => {
    let gAt = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const afterG = event.timeStamp - gAt < G_MS;
      gAt = -Infinity;
      const deed = deedOf(
        {
          key: event.key,
          code: event.code,
          command: event.metaKey || event.ctrlKey,
          alt: event.altKey,
          shift: event.shiftKey,
          typing: isTyping(event.target),
        },
        afterG,
      );
      if (deed === null) return;
      if (deed === "g") {
        gAt = event.timeStamp;
        return;
      }
      event.preventDefault();
      onDeed(deed);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
