import { useEffect } from "react";

/** Names the tab after the page. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ? `${title} · VENTRA` : "VENTRA";
  }, [title]);
}
