/** Asks for the next page of a list whose length nobody counts. */
import { useTexts } from "@/shared/texts/texts";

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function More({ list }: { list: Paged }) {
  const { t } = useTexts();
  if (!list.hasNextPage) return null;
  return (
    <button
      type="button"
      className="button self-center max-sm:w-full"
      disabled={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t(list.isFetchingNextPage ? "state.loading" : "alerts.more")}
    </button>
  );
}
