/** How errors are drawn: a shape for each rule, so that colour is never alone, and one scale for all. */
import { OURS, type Other } from "./scores";

export const MARKS: Record<Other | typeof OURS, string> = {
  ventra: "●",
  oracle: "◇",
  counter_only: "▲",
  stock_only: "■",
  switch: "✚",
  since_last_look: "✕",
};

/** Where the scale ends. What is larger stands at its end, and its number says how much it is. */
export const SCALE = 0.6;
