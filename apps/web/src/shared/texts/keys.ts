/** Names of the page's texts; the Uzbek dictionaries are where they are told. */
export type TextKey =
  | keyof typeof import("./uz.json")
  | keyof typeof import("./accuracy/uz.json")
  | keyof typeof import("./alerts/uz.json")
  | keyof typeof import("./compare/uz.json")
  | keyof typeof import("./gallery/uz.json")
  | keyof typeof import("./health/uz.json")
  | keyof typeof import("./how/uz.json")
  | keyof typeof import("./importing/uz.json")
  | keyof typeof import("./legal/uz.json")
  | keyof typeof import("./market/uz.json")
  | keyof typeof import("./palette/uz.json")
  | keyof typeof import("./people/uz.json")
  | keyof typeof import("./product/uz.json")
  | keyof typeof import("./status/uz.json")
  | keyof typeof import("./views/uz.json")
  | keyof typeof import("./watch/uz.json");
