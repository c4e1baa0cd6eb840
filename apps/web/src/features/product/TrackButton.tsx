/** Watch this product closely, or stop. Shows the new state at once and takes it back when the api refuses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "@/shared/api/client";
import { productQuery } from "@/shared/api/queries";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { useProblemText } from "@/shared/ui/states";

export function TrackButton({ id, tracked }: { id: number; tracked: boolean }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const change = useMutation({
    mutationFn: (next: boolean) => (next ? post(`/products/${id}/track`) : remove(`/products/${id}/track`)),
    onSuccess: (_, next) => {
      client.setQueryData(productQuery(id).queryKey, (old) => old && { ...old, tracked: next });
      void client.invalidateQueries({ queryKey: ["products"] });
    },
  });
  const shown = change.isPending ? change.variables : tracked;
  return (
    <>
      <button
        type="button"
        aria-pressed={shown}
        disabled={change.isPending}
        onClick={() => change.mutate(!tracked)}
        className={`button ${shown ? "" : "button-main"}`}
      >
        <Icon name="star" filled={shown} />
        {t(shown ? "product.untrack" : "product.track")}
      </button>
      {change.isError && (
        <p role="alert" className="w-full text-sm text-bad">
          ✕ {problem(change.error)}
        </p>
      )}
    </>
  );
}
