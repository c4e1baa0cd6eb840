/** How often a question is asked by the clock, while the stream of events tells when to ask and while it does not. */

let live = false;

/** Whether the stream is open, as it says itself. */
export function noteStream(open: boolean): void {
  live = open;
}

export const isLive = (): boolean => live;

/** A question asked by the clock: a fifth as often while the stream tells when to ask. */
export const paced = (ms: number) => () => (live ? ms * 5 : ms);
