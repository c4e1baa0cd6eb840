/** Who is signed in, and what they may. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { know, onAccessChange, refresh } from "./access";
import { get } from "./client";
import type { Person, Role, Session } from "./shapes";

const ROLES: readonly Role[] = ["viewer", "analyst", "manager", "owner"];

async function read(signal: AbortSignal): Promise<Session> {
  let session = await get<Session>("/session", {}, signal);
  if (!session.person && session.refreshable && (await refresh()))
    session = await get<Session>("/session", {}, signal);
  know(session.page_proof ?? null);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => read(signal),
  staleTime: 5 * 60_000,
  meta: { personal: true },
});

export interface Asking {
  /** Until the api has said who asks, nobody knows. */
  known: boolean;
  person: Person | null;
  session: Session | undefined;
  /** Whether the role in the organisation acted for is this or more. */
  may: (role: Role) => boolean;
}

export function useSession(): Asking {
  const { data } = useQuery(sessionQuery);
  const role = data?.role ?? null;
  return {
    known: data !== undefined,
    person: data?.person ?? null,
    session: data,
    may: (needed) => role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed),
  };
}

/** Everything on the screen is asked for anew when somebody signs in or is signed out, here or in another tab. */
export function useAccessChanges(): void {
  const client = useQueryClient();
  useEffect(() => onAccessChange(() => void client.invalidateQueries()), [client]);
}
