/** The key that commands begin with, as it is written on the keyboard. */
export const commandKey =
  typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform) ? "⌘" : "Ctrl";
