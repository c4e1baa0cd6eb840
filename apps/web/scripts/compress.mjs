// Lays a .gz and a .br beside every text file of the build, so that no server compresses the same bytes twice.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const TEXT = /\.(js|css|html|svg|json|txt|webmanifest)$/;
const WORTH_BYTES = 512;

for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, String(name));
  if (!TEXT.test(path)) continue;
  const body = readFileSync(path);
  if (body.length < WORTH_BYTES) continue;
  writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
