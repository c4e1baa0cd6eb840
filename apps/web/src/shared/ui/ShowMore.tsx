/** Asks for the next page of a list, and says how much of it is shown. */
import { useTexts } from "@/shared/texts/texts";

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function ShowMore({ list, shown, total }: { list: Paged; shown: number; total: number }) {
  const { t } = useTexts();
  if (!list.hasNextPage) return null;
  return (
    <div className="mt-4 flex justify-center">
      <button
        type="button"
        className="button w-full sm:w-auto"
        disabled={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {list.isFetchingNextPage ? t("state.loading") : t("home.more", { shown, total })}
      </button>
    </div>
  );
}
