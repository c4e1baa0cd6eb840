/** The secret of a link, which stands behind # so that no server ever sees it; taken out of the address at once. */
export function takeSecret(): string | null {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(history.state, "", location.pathname + location.search);
  return /^[\w-]{8,200}$/.test(secret) ? secret : null;
}

const INVITED = "ventra.invitation";

/** An invitation is kept while its guest signs up or in, in this tab alone. */
export function keepInvitation(secret: string | null): void {
  if (secret === null) sessionStorage.removeItem(INVITED);
  else sessionStorage.setItem(INVITED, secret);
}

export const keptInvitation = (): string | null => sessionStorage.getItem(INVITED);

/** Where to go after signing in: to an invitation that waits, back to what asked for it, and nowhere outside. */
export function wayBack(to: string | undefined, otherwise = "/"): string {
  if (keptInvitation()) return "/join";
  return to && /^\/(?![/\\])/.test(to) ? to : otherwise;
}
