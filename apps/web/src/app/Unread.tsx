/** The number of unread alerts, fetched once the page is at rest. */
import { lazy, Suspense, useEffect, useState } from "react";

const UnreadCount = lazy(() =>
  import("@/features/alerts/UnreadCount").catch(() => ({ default: () => null })),
);
const REST_MS = 2_500;

export function Unread() {
  const [resting, setResting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setResting(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return <Suspense fallback={null}>{resting && <UnreadCount />}</Suspense>;
}
