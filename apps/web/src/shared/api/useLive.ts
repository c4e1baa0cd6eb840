/** Hears what has changed while a page is open; what listens is fetched after the first view, and without it views ask by the clock. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    if (typeof EventSource === "undefined") return;
    let over = false;
    let stop = () => {};
    import("./live").then(
      ({ listen }) => {
        if (!over) stop = listen(client);
      },
      (away: unknown) => console.info("the stream could not be fetched", away),
    );
    return () => {
      over = true;
      stop();
    };
  }, [client]);
}
