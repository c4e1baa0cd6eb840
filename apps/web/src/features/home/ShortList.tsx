/** The first few of a list: who it is, and one number that is the answer. */
import type { ReactNode } from "react";
import type { Titles } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";

interface Named {
  product_id: number;
  titles: Titles;
  photo_url: string | null;
}

interface Props {
  product: Named;
  below: ReactNode;
  figure?: ReactNode;
}

export function ShortRow({ product, below, figure }: Props) {
  const { format } = useTexts();
  const title = format.title(product.titles);
  return (
    <li className="relative flex items-start gap-3 max-[22rem]:flex-wrap border-t border-rule py-3 first:border-t-0 hover:bg-sunk">
      <ProductTile id={product.product_id} title={title} photoUrl={product.photo_url} />
      <div className="min-w-0 grow max-[22rem]:basis-[calc(100%-5rem)]">
        <ProductLink
          product={product}
          className="line-clamp-2 font-medium after:absolute after:inset-0 hover:text-accent"
        />
        <div className="text-sm text-soft">{below}</div>
      </div>
      {figure && (
        <div className="numeric max-w-2/5 shrink-0 max-[22rem]:ms-auto max-[22rem]:max-w-full">{figure}</div>
      )}
    </li>
  );
}

export function Block({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}

export function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="sheet flex min-w-0 flex-col px-4 pt-3 pb-1">
      <h3 className="font-medium">{title}</h3>
      <p className="text-sm text-soft">{text}</p>
      {children}
    </div>
  );
}
