import type { Texts } from "@/shared/texts/texts";

/** By what two listings are taken for the same goods: models and brands by name, other words by how many they are. */
export function sameBy(
  t: Texts["t"],
  { models, brands, words }: { models: string[]; brands: string[]; words: string[] },
): string {
  const named = [...new Set([...models, ...brands])];
  const others = words.filter((word) => !named.includes(word)).length;
  return [...named.slice(0, 6), ...(others ? [t("rivals.common_words", { n: others })] : [])].join(", ");
}
