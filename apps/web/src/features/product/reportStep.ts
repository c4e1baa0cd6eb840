/** Where a report card stands, from what the api has said of it so far. */
import type { Card } from "@/shared/api/shapes";

export const SLOW_AFTER_MS = 20_000;

export type Step =
  | { at: "idle" }
  | { at: "making"; slow: boolean }
  | { at: "ready"; id: string }
  | { at: "failed"; words: string | null; error: unknown };

export interface Known {
  asking: boolean;
  card: Card | undefined;
  /** Why asking or looking after the card did not work, null when it did. */
  error: unknown;
}

export function stepOf({ asking, card, error }: Known, nowMs: number): Step {
  if (asking) return { at: "making", slow: false };
  if (error) return { at: "failed", words: null, error };
  if (!card) return { at: "idle" };
  if (card.state === "failed") return { at: "failed", words: card.error, error: null };
  if (card.state === "done") return { at: "ready", id: card.card_id };
  return { at: "making", slow: nowMs - Date.parse(card.asked_at) > SLOW_AFTER_MS };
}
