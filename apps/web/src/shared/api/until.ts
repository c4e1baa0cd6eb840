/** Until when the right to ask as somebody holds: kept beside the cookies, which no script reads. */
export const UNTIL = "ventra.access-until";
const EARLY_MS = 30_000;

/** Whether it is over, or so nearly that a request might come too late; `until` in milliseconds since 1970, null for nobody. */
export const isOver = (until: number | null): boolean => until !== null && Date.now() > until - EARLY_MS;
