/** The pages on privacy and terms, which come together with their words: few open one without the other. */
export { PrivacyPage } from "./Privacy";
export { TermsPage } from "./Terms";
