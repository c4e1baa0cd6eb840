/** Titles as people search for them: one Latin skeleton for both scripts, letter for letter as the api folds them (`core/text.py`). */

const CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыэюяёўқғҳ";
const LATIN = "a b v g d e j z i y k l m n o p r s t u f h ts ch sh sh i e yu ya yo o k g h".split(" ");
const LETTERS = new Map<string, string>([
  ...[...CYRILLIC].map((letter, at) => [letter, LATIN[at] ?? ""] as const),
  ["ъ", ""],
  ["ь", ""],
  ["q", "k"],
  ["x", "h"],
  ["ı", "i"],
]);
const APOSTROPHES = new Set("'`´ʻʼʽʹˈ‘’‛′＇");

function folded(char: string): string {
  if (APOSTROPHES.has(char)) return "";
  const letter = LETTERS.get(char);
  if (letter !== undefined) return letter;
  const bare = char
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{C}]/gu, "");
  return [...bare].map((part) => LETTERS.get(part) ?? (/[\p{L}\p{N}]/u.test(part) ? part : " ")).join("");
}

/** The skeleton of a text, for comparing and never for showing: lower-case words and digits, single-spaced. */
export function fold(text: string): string {
  const spelled = [...text.normalize("NFC").toLowerCase()].map(folded).join("");
  return spelled
    .replace(/y+e/g, "e")
    .replace(/sh(?:ch)+/g, "sh")
    .replace(/(sh|ch|j|ts)y+o/g, "$1e")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/** Whether every word of the one skeleton begins a word of the other. */
export const meets = (asked: string, text: string): boolean =>
  asked.split(" ").every((word) => ` ${text}`.includes(` ${word}`));
