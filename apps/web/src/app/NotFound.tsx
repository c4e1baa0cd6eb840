import { Link } from "@tanstack/react-router";
import { useTexts } from "@/shared/texts/texts";
import { Empty } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";

/** An address that leads nowhere, and the way back. */
export function NotFound() {
  const { t } = useTexts();
  usePageTitle(t("not_found.title"));
  return (
    <Empty title={t("not_found.title")}>
      <p className="text-soft">{t("not_found.text")}</p>
      <Link to="/" className="button button-main">
        {t("not_found.home")}
      </Link>
    </Empty>
  );
}
