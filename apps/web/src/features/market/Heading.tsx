/** What the page is about, how many there are, and which closed day it speaks of. */
import type { ReactNode } from "react";
import type { Market } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  title: string;
  market: Market;
  children: ReactNode;
}

export function Heading({ title, market, children }: Props) {
  const { t, format } = useTexts();
  return (
    <div className="flex flex-col gap-1">
      <h1 dir="auto" className="text-2xl wrap-anywhere sm:text-3xl">
        {title}
      </h1>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
        <span>{t("market.products", { n: market.size.products })}</span>
        {children}
        <span>
          {market.as_of ? t("home.through", { day: format.day(market.as_of) }) : t("market.no_day")}
        </span>
      </p>
    </div>
  );
}
