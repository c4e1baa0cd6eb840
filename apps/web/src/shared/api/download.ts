/** A file from the api, saved on the reader's device: it may take longer than an answer, and says how much has come. */
import { getFile, type Query } from "./client";

export type Ending = "csv" | "xlsx" | "parquet";

interface Watching {
  signal: AbortSignal;
  /** How many bytes have come so far. */
  onBytes: (bytes: number) => void;
}

/** Fetches a file and hands it to the browser to save; its name. Throws what `get` throws, and nothing is saved then. */
export async function saveFile(path: string, query: Query, { signal, onBytes }: Watching): Promise<string> {
  const response = await getFile(path, query, signal);
  const name = nameIn(response.headers.get("Content-Disposition")) ?? "ventra";
  const parts: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    parts.push(piece.value);
    bytes += piece.value.length;
    onBytes(bytes);
  }
  hand(new Blob(parts, { type: response.headers.get("Content-Type") ?? "" }), name);
  return name;
}

export const nameIn = (disposition: string | null): string | undefined =>
  /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1];

const KEPT_MS = 60_000;

function hand(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
