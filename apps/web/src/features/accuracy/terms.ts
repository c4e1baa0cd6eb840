/** What is measured of a rule, and over which spans. */
export const TERMS = ["wape", "median_ape", "bias", "cover", "rel_width", "missing"] as const;
export type Term = (typeof TERMS)[number];
export const SPANS = ["day", "week", "month"] as const;
export type Span = (typeof SPANS)[number];
