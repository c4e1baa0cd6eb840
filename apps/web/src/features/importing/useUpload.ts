/** Sends one file as it is, and tells how much of it has left. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { askingHeaders } from "@/shared/api/access";
import { addressOf, ApiAway, ApiProblem, problemOf } from "@/shared/api/client";
import type { Import } from "@/shared/api/shapes";

export const MOST_BYTES = 512 * 1024 * 1024;
const KINDS = /\.(ndjson|ndjson\.gz|csv|parquet)$/i;

export type Refusal = "kind" | "size" | "empty";

/** Why a file is not even sent, or null when it may be. */
export function refusalOf(file: { name: string; size: number }): Refusal | null {
  if (!KINDS.test(file.name)) return "kind";
  if (file.size === 0) return "empty";
  if (file.size > MOST_BYTES) return "size";
  return null;
}

export interface Upload {
  start: (file: File) => void;
  fileName: string | null;
  /** 0 to 1 while sending, null otherwise. */
  sent: number | null;
  refusal: Refusal | null;
  error: unknown;
}

export function useUpload(onStarted: (id: string) => void): Upload {
  const [sent, setSent] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const sending = useMutation({
    mutationFn: (file: File) => send(file, setSent),
    onSuccess: (started) => onStarted(String(started.import_id)),
    onSettled: () => setSent(null),
  });
  const start = (file: File) => {
    const refused = refusalOf(file);
    setRefusal(refused);
    sending.reset();
    if (!refused) sending.mutate(file);
  };
  return { start, sent, refusal, error: sending.error, fileName: sending.variables?.name ?? null };
}

/** XMLHttpRequest, because fetch does not say how far an upload has come. */
function send(file: File, onSent: (part: number) => void): Promise<Pick<Import, "import_id">> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", addressOf("/imports", { name: file.name }));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    for (const [name, value] of Object.entries(askingHeaders("POST"))) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onSent(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiAway(null));
    request.onload = () => {
      if (request.status !== 201) {
        reject(problemOf(request.status, request.responseText, request.getResponseHeader("Retry-After")));
        return;
      }
      try {
        resolve(JSON.parse(request.responseText) as Pick<Import, "import_id">);
      } catch {
        reject(new ApiProblem(request.status, {}, null));
      }
    };
    onSent(0);
    request.send(file);
  });
}
