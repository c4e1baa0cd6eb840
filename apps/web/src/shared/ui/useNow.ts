/** The present by the api's clock, ticking twice a minute: a phone with a wrong clock still shows true ages. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { metaQuery } from "@/shared/api/queries";

export function useNow(everyMs = 30_000): number {
  const meta = useQuery(metaQuery);
  const [mine, setMine] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setMine(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const offset = meta.data ? Date.parse(meta.data.now) - meta.dataUpdatedAt : 0;
  return mine + offset;
}
