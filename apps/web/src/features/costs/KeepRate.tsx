/** A value becomes the organisation's own rate, from a day on, with where it comes from. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { Panel } from "@/shared/ui/Panel";
import { useProblemText } from "@/shared/ui/states";
import { isRange, type Amount } from "./inputs";
import { ratesQuery } from "./queries";

interface Props {
  rate: string;
  amount: Amount;
  onClose: () => void;
}

export function KeepRate({ rate, amount, onClose }: Props) {
  const { t, format } = useTexts();
  const problem = useProblemText();
  const client = useQueryClient();
  const keeping = useMutation({
    mutationFn: (more: { source: string; valid_from: string }) =>
      post("/own-rates", { key: rate, rate: amount, ...more }),
    onSuccess: async () => {
      await Promise.all(
        [["costs"], ratesQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
      onClose();
    },
  });
  const { low, likely, high } = amount;
  const ends = isRange(amount) ? ` (${format.count(low ?? likely)}–${format.count(high ?? likely)})` : "";
  return (
    <Panel title={t("costs.keep_rate")} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          keeping.mutate({ source: String(data.get("source")), valid_from: String(data.get("valid_from")) });
        }}
      >
        <p>
          <code className="text-sm break-all">{rate}</code>:{" "}
          <strong>
            {format.count(likely)}
            {ends}
          </strong>
        </p>
        <p className="text-sm text-soft">{t("costs.keep_rate_text")}</p>
        <Field
          name="valid_from"
          type="date"
          label={t("costs.valid_from")}
          defaultValue={dayOfInstant(new Date().toISOString())}
          required
          error={keeping.error}
        />
        <Field
          name="source"
          label={t("costs.source")}
          maxLength={200}
          autoComplete="off"
          error={keeping.error}
        />
        {keeping.isError && (
          <p role="alert" className="text-sm text-bad">
            ✕ {problem(keeping.error)}
          </p>
        )}
        <button type="submit" className="button button-main" disabled={keeping.isPending}>
          {t("form.save")}
        </button>
      </form>
    </Panel>
  );
}
