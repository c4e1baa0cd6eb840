/** The price asked, and the struck list price beside it when that is higher. */
import { useTexts } from "@/shared/texts/texts";

export function Price({
  price,
  list,
  stacked = false,
}: {
  price: number | null;
  list: number | null;
  stacked?: boolean;
}) {
  const { t, format } = useTexts();
  if (price === null) return <span className="text-soft">{t("price.unknown")}</span>;
  const struck = list !== null && list > price;
  return (
    <span className={`inline-flex ${stacked ? "flex-col items-end" : "flex-wrap items-baseline gap-x-2"}`}>
      <span className="font-medium whitespace-nowrap">{format.money(price)}</span>
      {struck && (
        <s className="text-xs whitespace-nowrap text-soft">
          <span className="sr-only">{t("price.list")} </span>
          {format.money(list)}
        </s>
      )}
    </span>
  );
}
