/** The day of what the pages on privacy and terms say; it moves with every change of their sense, in all languages at once. */
export const LEGAL_DAY = "2026-11-27";
