/** Every part of the page in every state, for whoever builds with them; the numbers are made up. */
import { lazy, Suspense, type ReactNode } from "react";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { BasisLegend } from "@/shared/ui/BasisMark";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Icon, ICONS } from "@/shared/ui/Icon";
import { Price } from "@/shared/ui/Price";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useNow } from "@/shared/ui/useNow";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { AMOUNTS, amount, GROWTHS, rowsAt, seenBefore } from "./examples";

const ProductRows = lazy(() =>
  import("@/shared/ui/ProductRows").then((part) => ({ default: part.ProductRows })),
);
const Controls = lazy(() => import("./Controls").then((part) => ({ default: part.Controls })));
const States = lazy(() => import("./States").then((part) => ({ default: part.States })));

const COLOURS = [
  "bg-paper",
  "bg-sheet",
  "bg-sunk",
  "bg-accent",
  "bg-accent-soft",
  "bg-warn-soft",
  "bg-bad-soft",
  "bg-good-soft",
] as const;
const WORDS = ["text-ink", "text-soft", "text-accent", "text-good", "text-bad", "text-warn"] as const;

export function GalleryPage() {
  const { t } = useTexts();
  const now = useNow();
  usePageTitle(t("gallery.title"));
  return (
    <article className="flex flex-col gap-10">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("gallery.title")}</h1>
        <p className="mt-2 max-w-prose text-soft">{t("gallery.text")}</p>
      </div>
      <Part id="type" name="gallery.type">
        <p className="font-head text-3xl font-semibold">12 836 · 1,25</p>
        <p className="font-head text-2xl font-semibold">{t("gallery.title")}</p>
        <p className="font-head text-xl font-semibold">{t("gallery.title")}</p>
        <p>{t("gallery.text")}</p>
        <p className="text-sm">{t("gallery.text")}</p>
        <p className="text-xs text-soft">{t("gallery.text")}</p>
      </Part>
      <Part id="colours" name="gallery.colours">
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          {COLOURS.map((colour) => (
            <div key={colour} className={`rounded-lg border border-rule-strong p-3 text-xs ${colour}`}>
              <code className={colour === "bg-accent" ? "text-on-accent" : ""}>{colour}</code>
            </div>
          ))}
        </div>
        <p className="flex flex-wrap gap-x-4 gap-y-1 font-medium">
          {WORDS.map((colour) => (
            <code key={colour} className={colour}>
              {colour}
            </code>
          ))}
        </p>
        <div className="flex flex-wrap gap-4 text-soft">
          {ICONS.map((name) => (
            <span key={name} className="flex flex-col items-center gap-1 text-xs">
              <Icon name={name} />
              <code>{name}</code>
            </span>
          ))}
        </div>
      </Part>
      <Part id="controls" name="gallery.controls">
        <Suspense fallback={null}>
          <Controls />
        </Suspense>
      </Part>
      <Part id="numbers" name="gallery.numbers">
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
          {AMOUNTS.map((estimate, place) => (
            <EstimateFigure key={place} estimate={estimate} size="large" copies />
          ))}
          {AMOUNTS.map((estimate, place) => (
            <EstimateFigure key={place} estimate={estimate} />
          ))}
          <EstimateFigure estimate={amount(1_250_000, "inferred")} kind="revenue" />
          <EstimateFigure estimate={amount(1_040_000_000, "imputed", { known_days: 5 })} kind="revenue" />
        </div>
        <BasisLegend />
      </Part>
      <Part id="growth" name="gallery.growth">
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
          {GROWTHS.map((growth, place) => (
            <GrowthFigure key={place} growth={growth} size="large" />
          ))}
          {GROWTHS.map((growth, place) => (
            <GrowthFigure key={place} growth={growth} terse />
          ))}
        </div>
        {GROWTHS.map((growth, place) => (
          <GrowthFigure key={place} growth={growth} line />
        ))}
      </Part>
      <Part id="prices" name="gallery.prices">
        <div className="flex flex-wrap items-start gap-6">
          <Price price={25_000} list={null} />
          <Price price={25_000} list={32_500} />
          <Price price={25_000} list={32_500} stacked />
          <Price price={null} list={null} />
        </div>
        <div className="flex flex-wrap items-start gap-6">
          <Freshness seenAt={seenBefore(now, 0)} now={now} />
          <Freshness seenAt={seenBefore(now, 0.25)} now={now} />
          <Freshness seenAt={seenBefore(now, 5)} now={now} />
          <Freshness seenAt={seenBefore(now, 60)} now={now} />
          <Freshness seenAt={null} now={now} />
        </div>
      </Part>
      <Part id="products" name="gallery.products">
        <div className="flex flex-wrap items-end gap-3">
          <ProductTile id={1} title="Choynak zanglamas" photoUrl={null} size="list" />
          <ProductTile id={2} title="Чайник" photoUrl={null} />
          <ProductTile id={3} title={null} photoUrl={null} size="page" />
          <ProductTile id={4} title="Choynak" photoUrl="/icons/missing.png" />
        </div>
        <Suspense>
          <ProductRows rows={rowsAt(now)} sort={undefined} onSort={() => undefined} />
        </Suspense>
      </Part>
      <Part id="states" name="gallery.states">
        <Suspense fallback={null}>
          <States />
        </Suspense>
      </Part>
    </article>
  );
}

function Part({ id, name, children }: { id: string; name: TextKey; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <h2 id={id} className="text-xl">
        {t(name)}
      </h2>
      {children}
    </section>
  );
}
