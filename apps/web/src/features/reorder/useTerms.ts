/** Sets the terms of a product: shown at once, taken back where that failed, and undone on demand. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put, remove } from "@/shared/api/client";
import type { ProductReorder, ReorderTerms } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { productReorderQuery } from "./queries";

export interface Before {
  terms: ReorderTerms;
  own: boolean;
}

export function useTerms(id: number) {
  const client = useQueryClient();
  const { t } = useTexts();
  const { run } = useRun(["product-reorder", "reorder"]);
  /** While it is sent: what the plan is being worked out by. */
  const [sent, setSent] = useState<ReorderTerms | null>(null);
  const path = `/products/${id}/reorder/terms`;
  const restore = ({ terms, own }: Before) =>
    own ? put<ProductReorder>(path, terms) : remove<ProductReorder>(path);

  async function change(before: Before, after: Before): Promise<void> {
    setSent(after.terms);
    await run({
      send: async () => {
        const told = await restore(after);
        client.setQueryData(productReorderQuery(id).queryKey, told);
      },
      words: () => t(after.own ? "reorder.done_kept" : "reorder.done_forgotten"),
      undo: () => restore(before),
    });
    setSent(null);
  }
  return { change, sent };
}
