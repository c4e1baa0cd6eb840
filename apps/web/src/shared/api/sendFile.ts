/** Sends a file as it is, and reads what is answered. */
import { askingHeaders } from "./access";
import { addressOf, ApiAway, problemOf, type Query } from "./client";

export async function sendFile<T>(path: string, file: File, more: Query = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(addressOf(path, { name: file.name, ...more }), {
      method: "POST",
      body: file,
      headers: {
        "Content-Type": "application/octet-stream",
        "Accept-Language": document.documentElement.lang,
        ...askingHeaders("POST"),
      },
    });
  } catch {
    throw new ApiAway(null);
  }
  if (!response.ok)
    throw problemOf(response.status, await response.text(), response.headers.get("Retry-After"));
  return (await response.json()) as T;
}
