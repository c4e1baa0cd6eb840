import type { Channel } from "@/shared/api/shapes";
import type { Say } from "./amounts";

/** A channel by its name, else by its kind and address. */
export const channelName = ({ kind, name, address }: Channel, { t }: Say): string =>
  name ||
  [t(`brought.kind_${kind}`), kind === "email" || kind === "webhook" ? address : ""]
    .filter(Boolean)
    .join(": ");
