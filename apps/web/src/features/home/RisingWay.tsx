/** The way to what rises over the whole market, with how much does. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { risingCountQuery } from "@/shared/api/outlook";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";

export function RisingWay() {
  const { t, format } = useTexts();
  const found = useQuery(risingCountQuery).data;
  return (
    <Link to="/rising" className="sheet flex items-center gap-3 px-4 py-3 hover:border-accent">
      <span className="text-accent">
        <Icon name="rising" />
      </span>
      <span className="min-w-0">
        <span className="block font-medium">{t("today.rising")}</span>
        <span className="block text-sm text-soft">
          {found?.as_of
            ? t("today.rising_n", {
                day: format.day(found.as_of),
                rising: found.rising,
                tested: found.tested,
              })
            : t("today.rising_text")}
        </span>
      </span>
    </Link>
  );
}
