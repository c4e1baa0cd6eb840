/** The pages on privacy and terms, which come together with their words: few open one without the other. */
import type { Book } from "@/shared/texts/texts";

export { PrivacyPage } from "./Privacy";
export { TermsPage } from "./Terms";

export const LEGAL_TEXTS: Book = {
  uz: () => import("@/shared/texts/legal/uz.json"),
  "uz-Cyrl": () => import("@/shared/texts/legal/uz-Cyrl.json"),
  ru: () => import("@/shared/texts/legal/ru.json"),
  en: () => import("@/shared/texts/legal/en.json"),
};
