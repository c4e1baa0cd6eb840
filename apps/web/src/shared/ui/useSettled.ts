import { useEffect, useState } from "react";

/** What a value has been for so long; so that a word is asked for once it is typed, and not each of its letters. */
export function useSettled(value: string, afterMs = 180): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
