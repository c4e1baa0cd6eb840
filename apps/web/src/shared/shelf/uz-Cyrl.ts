/** Where the books of this language lie. */
export const books = import.meta.glob<{ default: unknown }>("../texts/*/uz-Cyrl.json");
