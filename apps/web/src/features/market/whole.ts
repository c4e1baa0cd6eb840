import type { Estimate } from "@/shared/api/shapes";

/** The same number where a row repeats it: how many days are known stands once, with the units of all. */
export const whole = (estimate: Estimate): Estimate => ({ ...estimate, known_days: estimate.days });
