// Writes nginx-headers.conf and nginx-mini-headers.conf from headers.json and mini.json, so that api and nginx send the very same
// headers.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../", import.meta.url);
const POLICY = "Content-Security-Policy";
const UNFRAMED = "frame-ancestors 'none'";

/** nginx directives for a table of headers; a value that could end the string early is refused. */
export function toNginx(headers) {
  const lines = Object.entries(headers).map(([name, value]) => {
    if (/["\\$\n]/.test(value)) throw new Error(`${name}: nginx cannot carry this value unescaped`);
    return `add_header ${name} "${value}" always;`;
  });
  return `# From headers.json by \`npm run headers\`; change it there.\n${lines.join("\n")}\n`;
}

/** The headers of the Mini App, which Telegram's own page alone may put into a frame. */
export function toMini(headers, mini) {
  if (!headers[POLICY].includes(UNFRAMED)) throw new Error(`${POLICY} says nothing of frames`);
  return {
    ...headers,
    [POLICY]: headers[POLICY].replace(UNFRAMED, `frame-ancestors ${mini["frame-ancestors"]}`),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  const headers = read("headers.json");
  writeFileSync(new URL("nginx-headers.conf", folder), toNginx(headers));
  writeFileSync(new URL("nginx-mini-headers.conf", folder), toNginx(toMini(headers, read("mini.json"))));
}
