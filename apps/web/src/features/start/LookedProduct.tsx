/** What is known of a product: at once where it was met before, else as soon as the worker has been there. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { lookQuery, productQuery } from "@/shared/api/queries";
import type { Look, Product } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { Price } from "@/shared/ui/Price";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Answer, Skeleton } from "@/shared/ui/states";
import { TrackButton } from "@/shared/ui/TrackButton";
import { useLate } from "@/shared/ui/useLate";
import { useNow } from "@/shared/ui/useNow";
import { Step } from "./Step";

interface Props {
  first: Look;
  id: number;
}

export function LookedProduct({ first, id }: Props) {
  const { t } = useTexts();
  const late = useLate();
  const asked = useQuery({ ...lookQuery(id), initialData: first, enabled: !late });
  const look = asked.data;
  const seen = look.state === "seen";
  const product = useQuery({ ...productQuery(id), enabled: seen });
  const tracked = product.data?.tracked ?? false;
  return (
    <>
      <Step number={2} title={t("start.see")}>
        {seen ? (
          <Answer query={product} skeleton={<Skeleton rows={1} height="h-28" />}>
            {(found) => <Known product={found} look={look} />}
          </Answer>
        ) : (
          <NotSeen look={look} late={late} />
        )}
      </Step>
      <Step
        number={3}
        title={t("start.track")}
        text={t(tracked ? "start.tracked" : "start.track_text")}
        waits={!seen}
      >
        {product.data && (
          <div className="flex flex-wrap gap-2">
            <TrackButton id={id} tracked={tracked} />
            {tracked && (
              <Link to="/p/$id" params={{ id: String(id) }} className="button">
                {t("steps.open")}
              </Link>
            )}
          </div>
        )}
      </Step>
    </>
  );
}

function Known({ product, look }: { product: Product; look: Look }) {
  const { t, format } = useTexts();
  const now = useNow();
  const title = format.title(product.titles);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-3">
        <ProductTile id={product.product_id} title={title} photoUrl={product.photo_url} />
        <div className="min-w-0">
          <p dir="auto" className="font-medium wrap-anywhere">
            {title ?? t("product.untitled", { id: String(product.product_id) })}
          </p>
          <Price price={product.price_uzs} list={product.list_price_uzs} />
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <Fact name={t("product.stock")}>
          {product.stock === 0 ? `✕ ${t("stock.none")}` : format.count(product.stock)}
        </Fact>
        <Fact name={t("product.orders")}>{format.count(product.orders_total)}</Fact>
        <Fact name={t("product.seen")}>
          <Freshness seenAt={product.seen_at} now={now} />
        </Fact>
      </dl>
      <div className="rounded-lg bg-sunk px-3 py-2">
        {look.estimate_due_at ? (
          <p className="text-sm">{t("start.due", { when: format.instant(look.estimate_due_at) })}</p>
        ) : (
          <div className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-sm text-soft">{t("start.sold_7")}</span>
            <EstimateFigure estimate={product.figures.days_7} size="large" />
          </div>
        )}
      </div>
    </div>
  );
}

function NotSeen({ look, late }: { look: Look; late: boolean }) {
  const { t } = useTexts();
  if (look.state === "gone") {
    return (
      <p role="status" className="text-sm text-bad">
        ✕ {t("start.gone")}
      </p>
    );
  }
  if (look.collect === "off") return <Notice words={t("steps.off")} />;
  if (late) return <Notice words={t("start.late")} />;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm text-soft">
        {t("start.looking")}
      </p>
      <Skeleton rows={1} height="h-20" />
    </div>
  );
}

function Notice({ words }: { words: string }) {
  return (
    <p role="status" className="text-sm text-warn">
      <span aria-hidden="true">△ </span>
      {words}
    </p>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
