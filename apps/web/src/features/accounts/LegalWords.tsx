/** A sentence that leads to the terms of use and to what is kept of people. */
import { Link } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";
import { Woven } from "@/shared/texts/Woven";

export function LegalWords({ text }: { text: string }) {
  const { t } = useTexts();
  const parts = {
    terms: (
      <Link to="/terms" className="link">
        {t("nav.terms")}
      </Link>
    ),
    privacy: (
      <Link to="/privacy" className="link">
        {t("nav.privacy")}
      </Link>
    ),
  };
  return <Woven text={text} parts={parts} />;
}
