/** A system without a product: three ways to begin, and what is in the way where something is. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { metaQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { Follow } from "./Follow";

export default function FirstSteps() {
  const { t } = useTexts();
  const meta = useQuery(metaQuery);
  const { person } = useSession();
  const off = meta.data?.collect === "off";
  return (
    <section aria-labelledby="first-steps" className="flex flex-col gap-4">
      <div>
        <h2 id="first-steps" className="text-xl">
          {t("home.empty")}
        </h2>
        <p className="max-w-prose text-soft">{t("home.empty_text")}</p>
      </div>
      {off && (
        <p className="rounded-lg bg-warn-soft px-3 py-2 text-warn">
          <span aria-hidden="true">△ </span>
          {t("steps.off")}{" "}
          {person?.operator && (
            <Link to="/health" hash="collecting" className="underline">
              {t("steps.switch")}
            </Link>
          )}
        </p>
      )}
      <ol className="grid items-start gap-3 lg:grid-cols-3">
        <Way title="steps.link" text="steps.link_text">
          <Gate needs="analyst">
            <Follow example={PRODUCT} off={off} />
          </Gate>
        </Way>
        <Way title="steps.file" text="steps.file_text">
          {person?.operator ? (
            <Link to="/import" className="button button-main self-start">
              {t("simulated.load")}
            </Link>
          ) : (
            <Command words="ventra import FILE" />
          )}
        </Way>
        <Way title="steps.shop" text="steps.shop_text">
          <Gate needs="analyst">
            <Follow example={SHOP} off={off} />
          </Gate>
        </Way>
      </ol>
    </section>
  );
}

const PRODUCT = "https://uzum.uz/uz/product/…";
const SHOP = "https://uzum.uz/uz/shop/…";

function Way({ title, text, children }: { title: TextKey; text: TextKey; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <li className="sheet flex min-w-0 flex-col gap-3 p-3 sm:p-4">
      <h3 className="text-lg font-semibold">{t(title)}</h3>
      <p className="text-sm text-soft">{t(text)}</p>
      {children}
    </li>
  );
}

function Command({ words }: { words: string }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p>{t("steps.command")}</p>
      <pre className="overflow-x-auto rounded-lg bg-sunk p-3 text-xs" tabIndex={0}>
        {words}
      </pre>
    </div>
  );
}
