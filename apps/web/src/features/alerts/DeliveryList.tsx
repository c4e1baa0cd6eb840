/** What was brought to a channel lately, what waits, and what failed with its reason. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { deliveriesQuery } from "@/shared/api/alerts";
import { post } from "@/shared/api/client";
import type { Delivery } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton, useProblemText } from "@/shared/ui/states";
import { More } from "./More";

const SIGNS: Record<Delivery["state"], string> = {
  waiting: "… ",
  sent: "✓ ",
  failed: "✕ ",
  ended: "✕ ",
};

export function DeliveryList({ id, edits }: { id: number; edits: boolean }) {
  const { t, format } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const deliveries = useInfiniteQuery(deliveriesQuery(id));
  const again = useMutation({
    mutationFn: (delivery: number) => post(`/alert-deliveries/${delivery}/again`),
    onSettled: () => client.invalidateQueries({ queryKey: ["alert-channels"] }),
  });
  return (
    <Answer query={deliveries} skeleton={<Skeleton rows={2} height="h-10" />}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="text-sm text-soft">{t("brought.nothing")}</p>;
        return (
          <div className="flex flex-col gap-2">
            {again.isError && (
              <p role="alert" className="text-sm text-bad">
                ✕ {problem(again.error)}
              </p>
            )}
            <ul className="divide-y divide-rule">
              {items.map((one) => (
                <li
                  key={one.delivery_id}
                  className="flex flex-wrap items-center justify-between gap-2 py-2 text-sm"
                >
                  <span className="min-w-0">
                    <span className="font-medium">{t(`brought.what_${one.what}`)}</span>{" "}
                    <span className="text-soft">{format.instant(one.sent_at ?? one.made_at)}</span>
                    <span className={`block ${one.state === "failed" ? "text-bad" : "text-soft"}`}>
                      {SIGNS[one.state]}
                      {t(`brought.state_${one.state}`)}
                      {one.state === "waiting" && ` · ${format.instant(one.due_at)}`}
                      {one.tries > 1 && ` · ${t("brought.tries", { n: one.tries })}`}
                    </span>
                    {one.error && <span className="block wrap-anywhere text-soft">{one.error}</span>}
                  </span>
                  {edits && (one.state === "failed" || one.state === "ended") && (
                    <button
                      type="button"
                      className="button button-small"
                      disabled={again.isPending}
                      onClick={() => again.mutate(one.delivery_id)}
                    >
                      {t("brought.again")}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            <More list={deliveries} />
          </div>
        );
      }}
    </Answer>
  );
}
