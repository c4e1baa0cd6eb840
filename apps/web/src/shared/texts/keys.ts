/** Names of the page's texts; the Uzbek dictionaries are where they are told. */
export type TextKey =
  | keyof typeof import("./uz.json")
  | keyof typeof import("./people/uz.json")
  | keyof typeof import("./watch/uz.json")
  | keyof typeof import("./legal/uz.json");
