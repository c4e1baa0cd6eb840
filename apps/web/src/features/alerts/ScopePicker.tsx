/** Of which goods a rule is: one product, a list, what is tracked, a category, a shop, or what words find. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  categoriesQuery,
  foundProductsQuery,
  foundSellersQuery,
  productQuery,
  sellerMarketQuery,
} from "@/shared/api/queries";
import type { Category, ProductRow, SellerRow } from "@/shared/api/shapes";
import { namedListsQuery } from "@/shared/api/watchlist";
import { readId } from "@/shared/address";
import { foundCategoriesQuery } from "@/shared/categories";
import { useTexts } from "@/shared/texts/texts";
import { Finder } from "@/shared/ui/Finder";
import { Chosen, Option } from "./Chosen";
import { needsId, type Draft, type Wrong } from "./draft";
import { SCOPES } from "./search";

interface Props {
  draft: Draft;
  wrong: Extract<Wrong, { at: "scope" }>["what"] | undefined;
  onChange: (part: Partial<Draft>) => void;
}

export function ScopePicker({ draft, wrong, onChange }: Props) {
  const { t } = useTexts();
  const { scope, scopeId } = draft;
  const choose = (id: number | undefined) => onChange({ scopeId: id });
  return (
    <fieldset className="sheet flex min-w-0 flex-col gap-3 px-3 pt-2 pb-4 sm:px-5">
      <legend className="float-left w-full pt-2 font-head text-lg font-semibold">{t("rule.scope")}</legend>
      <div role="group" aria-label={t("rule.scope")} className="clear-both flex flex-wrap gap-1.5">
        {SCOPES.map((one) => (
          <button
            key={one}
            type="button"
            className="chip max-sm:!px-3 max-sm:text-sm"
            aria-pressed={one === scope}
            onClick={() => onChange({ scope: one, scopeId: undefined })}
          >
            {t(`alerts.scope_${one}`)}
          </button>
        ))}
      </div>
      <p className="text-sm text-soft">{t(`rule.scope_means_${scope}`)}</p>
      {scope === "product" &&
        (scopeId ? (
          <OneProduct id={scopeId} onDrop={() => choose(undefined)} />
        ) : (
          <ProductFinder label={t("rule.which_product")} onPick={choose} />
        ))}
      {scope === "seller" &&
        (scopeId ? (
          <OneSeller id={scopeId} onDrop={() => choose(undefined)} />
        ) : (
          <SellerFinder onPick={choose} />
        ))}
      {scope === "category" &&
        (scopeId ? (
          <OneCategory id={scopeId} onDrop={() => choose(undefined)} />
        ) : (
          <CategoryFinder onPick={choose} />
        ))}
      {scope === "list" && <ListField id={scopeId} onChange={choose} />}
      {scope === "search" && (
        <label className="flex flex-col gap-1 text-sm text-soft">
          {t("rule.words")}
          <input
            type="text"
            dir="auto"
            maxLength={200}
            className="field w-full text-base text-ink"
            aria-invalid={wrong === "text"}
            value={draft.scopeText}
            onChange={(event) => onChange({ scopeText: event.target.value })}
          />
        </label>
      )}
      {wrong && needsId(scope) && <WrongHere>{t("rule.wrong_scope")}</WrongHere>}
      {wrong === "text" && <WrongHere>{t("rule.wrong_words")}</WrongHere>}
    </fieldset>
  );
}

export function WrongHere({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {children}
    </p>
  );
}

export function ProductFinder({ label, onPick }: { label: string; onPick: (id: number) => void }) {
  const { t, format } = useTexts();
  return (
    <Finder
      label={label}
      placeholder={t("search.placeholder")}
      found={t("home.list")}
      nothing={t("home.nothing")}
      find={foundProductsQuery}
      idOf={(row: ProductRow) => row.product_id}
      option={(row) => (
        <Option
          title={format.title(row.titles) ?? t("product.untitled", { id: String(row.product_id) })}
          more={row.price_uzs === null ? undefined : format.money(row.price_uzs)}
        />
      )}
      onPick={(row) => onPick(row.product_id)}
    />
  );
}

export function OneProduct({ id, onDrop }: { id: number; onDrop: () => void }) {
  const { t, format } = useTexts();
  const product = useQuery(productQuery(id)).data;
  const title = product && format.title(product.titles);
  return <Chosen title={title ?? t("product.untitled", { id: String(id) })} onDrop={onDrop} />;
}

function SellerFinder({ onPick }: { onPick: (id: number) => void }) {
  const { t } = useTexts();
  return (
    <Finder
      label={t("filter.seller")}
      placeholder={t("filter.seller_hint")}
      found={t("filter.sellers_found")}
      nothing={t("filter.sellers_none")}
      find={foundSellersQuery}
      idOf={(row: SellerRow) => row.seller_id}
      option={(row) => (
        <Option title={row.title ?? `№ ${row.seller_id}`} more={t("home.total", { n: row.products })} />
      )}
      onPick={(row) => onPick(row.seller_id)}
    />
  );
}

function OneSeller({ id, onDrop }: { id: number; onDrop: () => void }) {
  const { title } = useQuery(sellerMarketQuery(id, 7, 20)).data ?? {};
  return <Chosen title={title ?? `№ ${id}`} onDrop={onDrop} />;
}

function CategoryFinder({ onPick }: { onPick: (id: number) => void }) {
  const { t, format } = useTexts();
  return (
    <Finder
      label={t("filter.category")}
      placeholder={t("rule.category_hint")}
      found={t("filter.category")}
      nothing={t("home.nothing")}
      find={foundCategoriesQuery}
      idOf={(row: Category) => row.category_id}
      option={(row) => (
        <Option
          title={format.title(row.titles) ?? `№ ${row.category_id}`}
          more={t("home.total", { n: row.products })}
        />
      )}
      onPick={(row) => onPick(row.category_id)}
    />
  );
}

function OneCategory({ id, onDrop }: { id: number; onDrop: () => void }) {
  const { format } = useTexts();
  const category = useQuery(categoriesQuery).data?.items.find((one) => one.category_id === id);
  return <Chosen title={(category && format.title(category.titles)) ?? `№ ${id}`} onDrop={onDrop} />;
}

function ListField({ id, onChange }: { id: number | undefined; onChange: (id: number | undefined) => void }) {
  const { t } = useTexts();
  const lists = useQuery(namedListsQuery).data?.items.filter((list) => !list.deleted_at) ?? [];
  return (
    <label className="flex flex-col gap-1 text-sm text-soft">
      {t("alerts.scope_list")}
      <select
        className="field w-full text-base text-ink"
        value={id ?? ""}
        onChange={(event) => onChange(readId(event.target.value))}
      >
        <option value="">{t(lists.length > 0 ? "rule.choose" : "rule.no_lists")}</option>
        {lists.map(({ list_id, name }) => (
          <option key={list_id} value={list_id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
