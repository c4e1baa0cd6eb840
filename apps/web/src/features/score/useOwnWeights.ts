import { useEffect, useState } from "react";
import { useSettled } from "@/shared/ui/useSettled";
import { readWeights, weighs, writeWeights, type Weights } from "./weights";

/** Own weights live in the address, so that it can be sent; while they are moved, it is left alone. */
export function useOwnWeights(
  written: string | undefined,
  write: (weights: string | undefined) => void,
): [Weights | null, (next: Weights | null) => void] {
  const [own, setOwn] = useState<Weights | null>(() => readWeights(written) ?? null);
  const text = useSettled(own && weighs(own) ? writeWeights(own) : "", 300);
  useEffect(() => {
    const weights = text || undefined;
    if (weights !== written) write(weights);
  }, [text, written, write]);
  return [own, setOwn];
}
