/** What earlier measurements of the same source came to. */
import { useQuery } from "@tanstack/react-query";
import { accuracyHistoryQuery } from "@/shared/api/queries";
import type { AccuracyPoint } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { percentWords } from "./percent";

const SHOWN = 10;

export function Past({ source }: { source: AccuracyPoint["source"] }) {
  const { t } = useTexts();
  const history = useQuery(accuracyHistoryQuery);
  return (
    <section aria-labelledby="past" className="flex min-w-0 flex-col gap-3 border-t border-rule pt-4">
      <div>
        <h2 id="past" className="text-xl">
          {t("accuracy.history")}
        </h2>
        <p className="max-w-prose text-sm text-soft">{t("accuracy.history_text")}</p>
      </div>
      <Answer query={history} skeleton={<Skeleton rows={1} height="h-24" />}>
        {({ points }) => <Points points={points.filter((one) => one.source === source).slice(0, SHOWN)} />}
      </Answer>
    </section>
  );
}

function Points({ points }: { points: AccuracyPoint[] }) {
  const { t, format } = useTexts();
  const heads = [
    t("accuracy.rule_number"),
    `${t("accuracy.term.wape")}, ${t("accuracy.day")}`,
    `${t("accuracy.term.wape")}, ${t("accuracy.week")}`,
    t("accuracy.term.bias"),
    t("accuracy.term.cover"),
  ];
  return (
    <ul className="sheet divide-y divide-rule text-sm">
      {points.map((point) => (
        <li key={point.id} className="px-3 py-2 sm:px-4">
          <p className="font-medium">{format.instant(point.made_at)}</p>
          <dl className="grid grid-cols-2 gap-x-4 sm:grid-cols-5">
            {valuesOf(point).map((value, place) => (
              <div key={heads[place]} className="min-w-0">
                <dt className="text-xs text-soft">{heads[place]}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );

  function valuesOf({ rule, summary }: AccuracyPoint) {
    const [day, week] = [summary.all, summary["7d"]];
    return [
      format.count(rule),
      percentWords(day?.wape ?? null, format.count),
      percentWords(week?.wape ?? null, format.count),
      percentWords(day?.bias ?? null, format.count, "bias"),
      percentWords(day?.cover ?? null, format.count),
    ];
  }
}
