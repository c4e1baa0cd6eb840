/** The browser's passkeys, with options and answers as the JSON that the api speaks. */
type Json = Record<string, unknown>;

interface Parsing {
  parseCreationOptionsFromJSON?: (options: Json) => PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?: (options: Json) => PublicKeyCredentialRequestOptions;
}

const browser = (): Parsing | undefined =>
  typeof PublicKeyCredential === "undefined" ? undefined : (PublicKeyCredential as unknown as Parsing);

/** Whether this browser knows passkeys and speaks of them in JSON (all since 2025). */
export const canPasskeys = (): boolean => browser()?.parseRequestOptionsFromJSON !== undefined;

/** Somebody who closes the browser's question has not failed. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

export async function getPasskey(options: Json): Promise<Json> {
  const publicKey = browser()?.parseRequestOptionsFromJSON?.(options);
  const found = publicKey && (await navigator.credentials.get({ publicKey }));
  return jsonOf(found);
}

export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = browser()?.parseCreationOptionsFromJSON?.(options);
  const made = publicKey && (await navigator.credentials.create({ publicKey }));
  return jsonOf(made);
}

function jsonOf(credential: Credential | null | undefined): Json {
  if (!credential) throw new DOMException("no passkey was chosen", "NotAllowedError");
  return (credential as unknown as { toJSON: () => Json }).toJSON();
}
