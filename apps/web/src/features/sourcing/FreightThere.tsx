/** Freight from a country nobody publishes a tariff for: what one's own forwarder asks, kept as the organisation's own rate. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";

const RATE = "freight.air_us.per_kg";

export function FreightThere() {
  const { t } = useTexts();
  const { may } = useSession();
  const client = useQueryClient();
  const problem = useProblemText();
  const keeping = useMutation({
    mutationFn: ([low, high]: [number, number]) =>
      post("/own-rates", { key: RATE, rate: { low, likely: (low + high) / 2, high } }),
    onSuccess: () =>
      Promise.all([["costs"], ["sourcing"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  if (!may("analyst")) return null;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 text-sm font-medium">
        {t("sourcing.freight_us")}
      </summary>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const ends = [Number(data.get("low")), Number(data.get("high") || data.get("low"))] as const;
          keeping.mutate([Math.min(...ends), Math.max(...ends)]);
        }}
      >
        {(["low", "high"] as const).map((end) => (
          <label key={end} className="flex min-w-0 grow basis-32 flex-col gap-1 text-xs text-soft sm:grow-0">
            {t(`sourcing.freight_us_${end}`)}
            <input
              name={end}
              type="number"
              inputMode="decimal"
              min="0"
              max="1000"
              step="0.01"
              required={end === "low"}
              className="field w-full text-base text-ink"
            />
          </label>
        ))}
        <button type="submit" className="button" disabled={keeping.isPending}>
          {t("sourcing.freight_us_keep")}
        </button>
        {keeping.isError && (
          <p role="alert" className="basis-full text-sm text-bad">
            ✕ {problem(keeping.error)}
          </p>
        )}
      </form>
    </details>
  );
}
