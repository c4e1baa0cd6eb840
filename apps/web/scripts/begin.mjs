// Writes dist/assets/begin-HASH.js: public/begin.js and src/app/begin.ts as one script for the page's head, with this build's files in it.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const web = new URL("../", import.meta.url);
const dist = new URL("dist/", web);
const PAGE = "index.html";
const PLACE = 'src="/begin.js"';
/** The build's own way to the entry. The script in the head goes it, once the first frame stands. */
const ENTRY = /<script type="module" crossorigin src="([^"]+)"><\/script>/;
const LANGUAGES = ["uz", "uz-Cyrl", "ru", "en"];
const BOOKS = "src/shared/texts/";
/** Says where the books of a language lie. */
const SHELF = "src/shared/shelf/";

/** The files of `key` and of what it imports, without those in `known`. */
export function filesOf(manifest, key, known = new Set()) {
  const seen = new Set();
  const walk = (at) => {
    const part = manifest[at];
    if (!part) throw new Error(`the build has no ${at}`);
    if (seen.has(at)) return;
    seen.add(at);
    for (const next of part.imports ?? []) walk(next);
  };
  walk(key);
  const files = [...seen].flatMap((at) => [manifest[at].file, ...(manifest[at].css ?? [])]);
  return [...new Set(files)].filter((file) => !known.has(file)).map((file) => `/${file}`);
}

/** What the script in the head knows of a build. */
export function built(manifest, pages) {
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  const known = new Set(filesOf(manifest, entry).map((file) => file.slice(1)));
  // Of their names only the hash differs.
  const words = (books) =>
    LANGUAGES.map((language) =>
      books.map((book) => {
        const { file } =
          manifest[book === SHELF ? `${book}${language}.ts` : `${BOOKS}${book}${language}.json`];
        const [, hash] = new RegExp(`^assets/${language}-(.+)\\.js$`).exec(file) ?? [];
        if (!hash) throw new Error(`words of another name: ${file}`);
        return hash;
      }),
    );
  return {
    entry: `/${manifest[entry].file}`,
    words: words(["", SHELF]),
    pages: pages.map(({ path, page, books, later = [] }) => {
      const files = filesOf(manifest, page, known);
      const bare = new Set([...known, ...files.map((file) => file.slice(1))]);
      return {
        path,
        files,
        later: [...new Set(later.flatMap((key) => filesOf(manifest, key, bare)))],
        words: words(books.map((book) => `${book}/`)),
      };
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import("vite");
  const read = (name, from) => JSON.parse(readFileSync(new URL(name, from), "utf8"));
  const facts = built(read(".vite/manifest.json", dist), read("src/app/pages.json", web));
  const [{ output }] = await build({
    root: fileURLToPath(web),
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { BUILT: JSON.stringify(facts) },
    resolve: { alias: { "@": fileURLToPath(new URL("src", web)) } },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL("src/app/begin.ts", web)), formats: ["iife"], name: "begin" },
    },
  });
  const theme = readFileSync(new URL("begin.js", dist), "utf8");
  const script = `${theme}\n${output[0].code}`;
  const name = `assets/begin-${createHash("sha256").update(script).digest("base64url").slice(0, 8)}.js`;
  const page = readFileSync(new URL(PAGE, dist), "utf8");
  if (!page.includes(PLACE) || ENTRY.exec(page)?.[1] !== facts.entry)
    throw new Error("index.html has no place for what begins");
  const begun = page
    .replace(PLACE, `src="/${name}"`)
    .replace(ENTRY, '<link rel="modulepreload" crossorigin href="$1">');
  writeFileSync(new URL(name, dist), script);
  writeFileSync(new URL(PAGE, dist), begun);
  rmSync(new URL("begin.js", dist));
}
