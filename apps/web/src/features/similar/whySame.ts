import type { SameReason } from "@/shared/api/shapes";
import type { Texts } from "@/shared/texts/texts";

/** Why two listings are taken for the same goods: what both name, then prices, picture and category. */
export function whySame({ t, format }: Pick<Texts, "t" | "format">, reason: SameReason): string[] {
  const named = [...new Set([...(reason.models ?? []), ...(reason.brands ?? [])])];
  // Words are kept as their folded roots, which nobody writes: they are counted.
  const others = (reason.words ?? []).filter((word) => !named.includes(word)).length;
  const said: string[] = [];
  if (named.length > 0) said.push(t("similar.named", { words: named.slice(0, 6).join(", ") }));
  if (others > 0) said.push(t("similar.words", { n: others, share: Math.round(reason.overlap * 100) }));
  if (reason.picture) said.push(t("similar.picture"));
  if (reason.category === false) said.push(t("similar.other_category"));
  if (reason.price_ratio != null)
    said.push(
      reason.price_ratio < 1.005
        ? t("similar.price_same")
        : t("similar.price_ratio", { times: format.units(reason.price_ratio) }),
    );
  return said;
}
