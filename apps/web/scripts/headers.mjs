// Writes nginx-headers.conf from headers.json, so that api and nginx send the very same headers.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../", import.meta.url);

/** nginx directives for a table of headers; a value that could end the string early is refused. */
export function toNginx(headers) {
  const lines = Object.entries(headers).map(([name, value]) => {
    if (/["\\$\n]/.test(value)) throw new Error(`${name}: nginx cannot carry this value unescaped`);
    return `add_header ${name} "${value}" always;`;
  });
  return `# From headers.json by \`npm run headers\`; change it there.\n${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const headers = JSON.parse(readFileSync(new URL("headers.json", folder), "utf8"));
  writeFileSync(new URL("nginx-headers.conf", folder), toNginx(headers));
}
