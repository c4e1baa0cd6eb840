/** Whether our patience with what the worker does is over: two minutes after it began. */
import { useEffect, useState } from "react";

const PATIENCE_MS = 120_000;

export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
