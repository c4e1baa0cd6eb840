/** Watch this product closely, or stop. Shows the new state at once and takes it back when the api refuses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { post, remove } from "@/shared/api/client";
import { productQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useMainButton } from "@/shared/mini/useMainButton";
import { Icon } from "./Icon";
import { useProblemText } from "./states";

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
  const { known, person, may } = useSession();
  const { href } = useLocation();
  const shown = change.isPending ? change.variables : tracked;
  const reading = known && !may("analyst");
  const idle = !change.isPending && known && !reading;
  useMainButton(
    person && !reading && !shown
      ? { text: t("product.track"), active: idle, onPress: () => change.mutate(true) }
      : null,
  );
  if (known && !person) {
    return (
      <Link to="/sign-in" search={{ to: href }} className="button button-main">
        <Icon name="star" />
        {t("product.track")}
      </Link>
    );
  }
  return (
    <>
      <button
        type="button"
        aria-pressed={shown}
        disabled={!idle}
        onClick={() => change.mutate(!tracked)}
        className={`button ${shown ? "" : "button-main"}`}
      >
        <Icon name="star" filled={shown} />
        {t(shown ? "product.untrack" : "product.track")}
      </button>
      {reading && <p className="w-full text-sm text-soft">{t("gate.role", { role: t("role.analyst") })}</p>}
      {change.isError && (
        <p role="alert" className="w-full text-sm text-bad">
          ✕ {problem(change.error)}
        </p>
      )}
    </>
  );
}
