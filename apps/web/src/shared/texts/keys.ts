/** Names of the page's texts; the Uzbek dictionary is where they are told. */
export type TextKey = keyof typeof import("./uz.json");
