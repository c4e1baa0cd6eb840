// Writes dist/sw.js: the service worker with the list of this build's files, and a version made of what they hold, which the page carries too.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const dist = new URL("../dist/", import.meta.url);
const template = new URL("../worker/sw.js", import.meta.url);
const PAGE = "index.html";
const PLACE = 'content="unbuilt"';

/** Of the files of a build, those that the page needs without a network, as paths; the page itself is "/". */
export function keptFiles(names) {
  return names
    .filter((name) => /^assets\/.+\.(js|css)$/.test(name) || ["favicon.svg", PAGE].includes(name))
    .map((name) => (name === PAGE ? "/" : `/${name}`))
    .sort();
}

/** The worker's text with its two values filled in. */
export function filledIn(text, version, files) {
  const filled = text
    .replace('"__VERSION__"', JSON.stringify(version))
    .replace("__FILES__", JSON.stringify(files));
  if (/__(VERSION|FILES)__/.test(filled) || filled === text) throw new Error("sw.js has lost its places");
  return filled;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => readFileSync(new URL(name, dist));
  const names = readdirSync(dist, { recursive: true }).map((name) => String(name).replaceAll("\\", "/"));
  const files = keptFiles(names);
  const text = readFileSync(template, "utf8");
  const hash = createHash("sha256").update(text);
  for (const path of files) hash.update(`${path}\0`).update(read(path === "/" ? PAGE : path.slice(1)));
  const version = hash.digest("hex").slice(0, 16);
  const page = read(PAGE).toString();
  if (!page.includes(PLACE)) throw new Error("index.html has no place for the version");
  writeFileSync(new URL(PAGE, dist), page.replace(PLACE, `content="${version}"`));
  writeFileSync(new URL("sw.js", dist), filledIn(text, version, files));
}
