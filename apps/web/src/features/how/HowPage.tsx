/** How the numbers come about, in plain words and pictures, for who has never read a formula. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { BasisLegend } from "@/shared/ui/BasisMark";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { CounterPicture, LooksPicture, MidnightPicture, RangePicture, StockPicture } from "./pictures";

const UNKNOWN = ["how.unknown_orders", "how.unknown_self", "how.unknown_empty", "how.unknown_cost"] as const;

export function HowPage() {
  const { t } = useTexts();
  usePageTitle(t("how.title"));
  return (
    <article className="flex flex-col gap-8 lg:gap-12">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("how.title")}</h1>
        <p className="mt-2 max-w-prose text-lg text-soft">{t("how.lead")}</p>
      </div>
      <Pictured title={t("how.looks")} text={t("how.looks_text")}>
        <LooksPicture label={t("how.looks_picture")} />
      </Pictured>
      <Pictured title={t("how.counter")} text={t("how.counter_text")}>
        <CounterPicture label={t("how.counter_picture")} />
      </Pictured>
      <Pictured title={t("how.stock")} text={t("how.stock_text")}>
        <StockPicture label={t("how.stock_picture")} />
      </Pictured>
      <Pictured title={t("how.midnight")} text={t("how.midnight_text")}>
        <MidnightPicture label={t("how.midnight_picture")} />
      </Pictured>
      <Pictured title={t("how.range")} text={t("how.range_text")}>
        <RangePicture label={t("how.range_picture")} />
      </Pictured>
      <Pictured title={t("how.marks")} text={t("how.marks_text")}>
        <div className="sheet p-4">
          <BasisLegend />
        </div>
      </Pictured>
      <Part title={t("how.gaps")} text={t("how.gaps_text")} />
      <Part title={t("how.unknown")}>
        <ul className="flex max-w-prose list-disc flex-col gap-2 ps-5">
          {UNKNOWN.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </Part>
      <Part title={t("how.checked")} text={t("how.checked_text")}>
        <Link to="/accuracy" className="link inline-flex min-h-11 w-fit items-center">
          {t("how.checked_link")}
        </Link>
        <p className="max-w-prose text-soft">{t("how.look_yourself")}</p>
      </Part>
    </article>
  );
}

function Part({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-xl">{title}</h2>
      {text && <p className="max-w-prose">{text}</p>}
      {children}
    </section>
  );
}

/** The words, and beside them where there is room, the picture they tell of. */
function Pictured({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 lg:grid-cols-2 lg:items-center lg:gap-10">
      <div className="flex flex-col gap-3">
        <h2 className="text-xl">{title}</h2>
        <p className="max-w-prose">{text}</p>
      </div>
      {children}
    </section>
  );
}
