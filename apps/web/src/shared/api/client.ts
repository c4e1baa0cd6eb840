/** The one way to the api: JSON in and out, a time limit, and two kinds of failure: a problem said, or no answer. */
import type { Problem, Session } from "./shapes";
import { askingHeaders, fresh, know, refresh, wantsProof } from "./access";
import { noteAnswer, noteSilence } from "./away";
import { addressOf, takeEarly, type Query } from "./early";

export { addressOf, type Query };

const WAIT_MS = 20_000;

/** The api answered, and the answer is a problem it names. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly retryAfterSeconds: number | null,
  ) {
    super(problem.detail || problem.title || `HTTP ${status}`);
  }
}

/** No answer came, or one that says the service is away for now. A later try may succeed. */
export class ApiAway extends Error {
  constructor(readonly retryAfterSeconds: number | null) {
    super("the api does not answer");
  }
}

let language = "uz";

/** Titles of problems come in this language. */
export function speak(next: string): void {
  language = next;
}

export function problemOf(status: number, body: string, retryAfter: string | null): ApiProblem | ApiAway {
  const seconds = retryAfter === null ? null : Number(retryAfter) || null;
  const problem = readProblem(body);
  // A full store answers and says what is the matter; it is not away.
  const full = problem.key === "error.store_full";
  if (!full && (status === 502 || status === 503 || status === 504)) return new ApiAway(seconds);
  return new ApiProblem(status, problem, seconds);
}

function readProblem(body: string): Partial<Problem> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    // A gateway may answer in HTML; the status alone then says what there is to say.
    return {};
  }
}

async function send(
  path: string,
  init: RequestInit,
  signal?: AbortSignal,
  limit: AbortSignal | null = AbortSignal.timeout(WAIT_MS),
): Promise<Response> {
  const signals = [signal, limit].filter((one) => one != null);
  try {
    return await fetch(path, {
      ...init,
      headers: {
        Accept: "application/json",
        "Accept-Language": language,
        ...(init.body ? { "Content-Type": "application/json" } : {}),
        ...askingHeaders(init.method),
      },
      signal: AbortSignal.any(signals),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    noteSilence();
    throw new ApiAway(null);
  }
}

interface Asking {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** One request as who is signed in; an access that has ended meanwhile is renewed, and the request repeated once. */
async function request<T>(method: string, path: string, asking: Asking = {}): Promise<T> {
  await fresh();
  // Whoever changes something before the page knows its proof waits for that; asking who is there brings it.
  if (method !== "GET" && wantsProof()) know((await ask<Session>("GET", "/session", {})).page_proof ?? null);
  try {
    return await ask<T>(method, path, asking);
  } catch (problem) {
    const over = problem instanceof ApiProblem && problem.problem.key === "error.sign_in";
    if (over && (await renewed())) return ask<T>(method, path, asking);
    throw problem;
  }
}

/** A file: waited for as long as it takes, until `signal` says no more. Its body is the caller's to read. */
export async function getFile(path: string, query: Query, signal: AbortSignal): Promise<Response> {
  await fresh();
  const asking = () => send(addressOf(path, query), { method: "GET" }, signal, null);
  let response = await asking();
  if (response.status === 401 && (await renewed())) response = await asking();
  if (!response.ok)
    throw problemOf(response.status, await response.text(), response.headers.get("Retry-After"));
  noteAnswer();
  return response;
}

async function renewed(): Promise<boolean> {
  try {
    return await refresh();
  } catch {
    noteSilence();
    throw new ApiAway(null);
  }
}

async function ask<T>(method: string, path: string, asking: Asking): Promise<T> {
  const { query, body, signal } = asking;
  const sent = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const address = addressOf(path, query);
  const response = (method === "GET" && (await takeEarly(address))) || (await send(address, sent, signal));
  if (!response.ok) {
    const problem = problemOf(response.status, await response.text(), response.headers.get("Retry-After"));
    if (problem instanceof ApiAway) noteSilence();
    else noteAnswer();
    throw problem;
  }
  noteAnswer();
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  request<T>("GET", path, { query, signal });
export const post = <T>(path: string, body?: unknown) => request<T>("POST", path, { body });
export const patch = <T>(path: string, body?: unknown) => request<T>("PATCH", path, { body });
export const put = <T>(path: string, body?: unknown) => request<T>("PUT", path, { body });
export const remove = <T>(path: string) => request<T>("DELETE", path);
