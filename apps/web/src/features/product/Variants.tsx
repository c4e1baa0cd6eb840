/** The product's variants: a table on a desk, cards on a phone. */
import type { Variant } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Price } from "@/shared/ui/Price";
import { useWide } from "@/shared/ui/useWide";

export function Variants({ variants }: { variants: readonly Variant[] }) {
  const { t } = useTexts();
  const wide = useWide();
  return (
    <section aria-labelledby="variants" className="flex flex-col gap-3">
      <h2 id="variants" className="text-xl">
        {t("variants.title")} <span className="text-base font-normal text-soft">{variants.length || ""}</span>
      </h2>
      {variants.length === 0 && <p className="text-soft">{t("variants.none")}</p>}
      {variants.length > 0 &&
        (wide ? <VariantTable variants={variants} /> : <VariantCards variants={variants} />)}
    </section>
  );
}

function Name({ variant }: { variant: Variant }) {
  const { t } = useTexts();
  const traits = Object.entries(variant.characteristics);
  if (traits.length === 0)
    return <span className="text-soft">{t("variants.unnamed", { id: String(variant.sku_id) })}</span>;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5" dir="auto">
      {traits.map(([name, value]) => (
        <span key={name} className="break-words">
          <span className="text-xs text-soft">{name}: </span>
          {value}
        </span>
      ))}
    </span>
  );
}

function StockNow({ stock }: { stock: number | null }) {
  const { t, format } = useTexts();
  if (stock === 0) return <span className="text-bad">✕ {t("stock.none")}</span>;
  return <>{format.count(stock)}</>;
}

function VariantTable({ variants }: { variants: readonly Variant[] }) {
  const { t } = useTexts();
  return (
    <div className="sheet">
      <table className="w-full border-collapse text-sm">
        <thead className="border-b border-rule-strong text-soft">
          <tr>
            <th scope="col" className="py-2 ps-4 text-start font-medium">
              {t("variants.variant")}
            </th>
            <th scope="col" className="px-2 py-2 text-end font-medium">
              {t("readout.price")}
            </th>
            <th scope="col" className="px-2 py-2 text-end font-medium">
              {t("readout.stock")}
            </th>
            <th scope="col" className="px-2 py-2 text-start font-medium">
              {t("variants.fulfilment")}
            </th>
            <th scope="col" className="px-2 py-2 text-end font-medium">
              {t("figures.days_7")}
            </th>
            <th scope="col" className="py-2 ps-2 pe-4 text-end font-medium">
              {t("figures.days_28")}
            </th>
          </tr>
        </thead>
        <tbody>
          {variants.map((variant) => (
            <tr key={variant.sku_id} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="py-2 ps-4 text-start font-normal">
                <Name variant={variant} />
              </th>
              <td className="numeric px-2 py-2">
                <Price price={variant.price_uzs} list={variant.list_price_uzs} stacked />
              </td>
              <td className="numeric px-2 py-2">
                <StockNow stock={variant.stock} />
              </td>
              <td className="px-2 py-2">
                <Fulfilment variant={variant} />
              </td>
              <td className="numeric px-2 py-2">
                <EstimateFigure estimate={variant.units_7} align="end" />
              </td>
              <td className="numeric py-2 ps-2 pe-4">
                <EstimateFigure estimate={variant.units_28} align="end" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fulfilment({ variant }: { variant: Variant }) {
  const { t } = useTexts();
  if (!variant.fulfilment) return <>—</>;
  return (
    <span>
      {variant.fulfilment}{" "}
      <span className="text-xs wrap-anywhere text-soft">{t(`fulfilment.${variant.fulfilment}`)}</span>
    </span>
  );
}

function VariantCards({ variants }: { variants: readonly Variant[] }) {
  const { t } = useTexts();
  return (
    <ul className="flex flex-col gap-2">
      {variants.map((variant) => (
        <li key={variant.sku_id} className="sheet flex flex-col gap-2 p-3 text-sm">
          <div className="flex flex-wrap items-baseline justify-between gap-2 text-base">
            <Name variant={variant} />
            <Price price={variant.price_uzs} list={variant.list_price_uzs} />
          </div>
          <dl className="grid grid-cols-3 gap-2 border-t border-rule pt-2">
            <div>
              <dt className="text-xs text-soft">{t("figures.days_7")}</dt>
              <dd>
                <EstimateFigure estimate={variant.units_7} />
              </dd>
            </div>
            <div>
              <dt className="text-xs text-soft">{t("readout.stock")}</dt>
              <dd className="font-medium">
                <StockNow stock={variant.stock} />
              </dd>
            </div>
            <div>
              <dt className="text-xs text-soft">{t("variants.fulfilment")}</dt>
              <dd>
                <Fulfilment variant={variant} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
