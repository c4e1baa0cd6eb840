/** What the page asks of accounts and organisations; none of it outlives the visit. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Deeds, Devices, Invitations, Keys, Members, Organisation, PasskeyList, WaysIn } from "./shapes";

const meta = { personal: true };

/** Which ways of signing in there are here, and how links reach people. */
export const waysQuery = queryOptions({
  queryKey: ["ways"],
  queryFn: ({ signal }) => get<WaysIn>("/session/ways", {}, signal),
  staleTime: 5 * 60_000,
});

export const devicesQuery = queryOptions({
  queryKey: ["devices"],
  queryFn: ({ signal }) => get<Devices>("/account/devices", {}, signal),
  meta,
});

export const passkeysQuery = queryOptions({
  queryKey: ["passkeys"],
  queryFn: ({ signal }) => get<PasskeyList>("/account/passkeys", {}, signal),
  meta,
});

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: ({ signal }) => get<Organisation>("/organisation", {}, signal),
  meta,
});

export const membersQuery = queryOptions({
  queryKey: ["organisation", "members"],
  queryFn: ({ signal }) => get<Members>("/organisation/members", {}, signal),
  meta,
});

export const invitationsQuery = queryOptions({
  queryKey: ["organisation", "invitations"],
  queryFn: ({ signal }) => get<Invitations>("/organisation/invitations", {}, signal),
  meta,
});

export const keysQuery = queryOptions({
  queryKey: ["organisation", "keys"],
  queryFn: ({ signal }) => get<Keys>("/organisation/keys", {}, signal),
  meta,
});

export const auditQuery = infiniteQueryOptions({
  queryKey: ["organisation", "audit"],
  queryFn: ({ pageParam, signal }) =>
    get<Deeds>("/organisation/audit", { limit: 50, before: pageParam }, signal),
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next_before,
  meta,
});
