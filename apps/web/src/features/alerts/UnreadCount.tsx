/** How many alerts one has not seen, beside the bell. */
import { useQuery } from "@tanstack/react-query";
import { unreadQuery } from "@/shared/api/alerts";
import { useTexts } from "@/shared/texts/texts";

const MOST = 99;

export default function UnreadCount() {
  const { t } = useTexts();
  const unread = useQuery(unreadQuery).data?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <span className="absolute -top-1.5 -right-3 min-w-5 rounded-full bg-accent px-1 text-center text-xs leading-5 font-semibold text-on-accent">
      <span aria-hidden="true">{unread > MOST ? `${MOST}+` : unread}</span>
      <span className="sr-only">{t("nav.unread", { n: unread })}</span>
    </span>
  );
}
