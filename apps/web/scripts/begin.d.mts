interface Part {
  file: string;
  isEntry?: boolean;
  imports?: readonly string[];
  css?: readonly string[];
}
type Manifest = Readonly<Record<string, Part>>;
interface Wish {
  path: string;
  page: string;
  books: readonly string[];
  later?: readonly string[];
}
interface Page {
  path: string;
  files: string[];
  later: string[];
  words: string[][];
}
export function filesOf(manifest: Manifest, key: string, known?: ReadonlySet<string>): string[];
export function built(
  manifest: Manifest,
  pages: readonly Wish[],
): { entry: string; words: string[][]; pages: Page[] };
