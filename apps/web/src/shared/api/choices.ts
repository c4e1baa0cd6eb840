/** Language and theme go with the account. What could not be saved waits here, also through a reload, and is sent with the next. */
import type { Language } from "@/shared/texts/languages";
import type { Theme } from "@/shared/theme/theme";
import { patch } from "./client";

export interface Choices {
  language?: Language;
  theme?: Theme;
}

interface Unsaved extends Choices {
  /** Whose they are: whoever signs in next on this device chose nothing. */
  by: number;
}

const KEY = "ventra.unsaved";
let held: Unsaved | null = null;
let sending = Promise.resolve();

/** What this person chose here and the account was not told yet. */
export function unsavedOf(by: number): Choices {
  const { by: whose, ...choices } = held ?? recalled() ?? { by };
  return whose === by ? choices : {};
}

function recalled(): Unsaved | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") as Unsaved | null;
  } catch (unreadable) {
    console.info("what was not saved is not readable", unreadable);
    return null;
  }
}

function hold(by: number, choices: Choices): void {
  held = { by, ...choices };
  try {
    if (Object.keys(choices).length > 0) localStorage.setItem(KEY, JSON.stringify(held));
    else localStorage.removeItem(KEY);
  } catch (forbidden) {
    console.info("what is not saved is not kept", forbidden);
  }
}

/** Tells the account, one after the other, so that the last choice stays. A failure disturbs nobody: the choice holds here. */
export function save(by: number, choices: Choices): Promise<void> {
  hold(by, { ...unsavedOf(by), ...choices });
  sending = sending.then(() => send(by));
  return sending;
}

async function send(by: number): Promise<void> {
  const sent = unsavedOf(by);
  if (Object.keys(sent).length === 0) return;
  try {
    await patch("/account", sent);
    const { language, theme } = unsavedOf(by);
    hold(by, {
      ...(language && language !== sent.language ? { language } : {}),
      ...(theme && theme !== sent.theme ? { theme } : {}),
    });
  } catch (failed) {
    console.info("the choice is not saved in the account yet", failed);
  }
}

interface Kept {
  language: Language | null;
  theme: Theme | null;
}

/**
 * What of the account's to use here, and what to tell it. `here.language` is null where the address says the language: a link
 * is nobody's choice, and goes before what somebody chose.
 */
export function settle(
  account: Kept,
  here: { language: Language | null; theme: Theme },
  unsaved: Choices,
): { use: Choices; tell: Choices } {
  const use: Choices = {};
  const tell: Choices = { ...unsaved };
  if (here.language && !unsaved.language) {
    if (!account.language) tell.language = here.language;
    else if (account.language !== here.language) use.language = account.language;
  }
  if (!unsaved.theme) {
    if (!account.theme && here.theme !== "system") tell.theme = here.theme;
    else if (account.theme && account.theme !== here.theme) use.theme = account.theme;
  }
  return { use, tell };
}
