/** How far off daily sales are: the newest back-test in plain words, beside other rules, and by what makes it hard. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { accuracyQuery } from "@/shared/api/queries";
import type { Accuracy } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Cells } from "./Cells";
import { Choice } from "./Choice";
import { Forecasts } from "./Forecasts";
import { Headline } from "./Headline";
import { OwnTruth } from "./OwnTruth";
import { Past } from "./Past";
import { Recipe } from "./Recipe";
import { Rivals } from "./Rivals";
import { isSettled, spansOf } from "./scores";
import type { AccuracySearch } from "./search";

const route = getRouteApi("/accuracy");
type Change = (part: Partial<AccuracySearch>) => void;

export function AccuracyPage() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const accuracy = useQuery({
    ...accuracyQuery,
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? 5 * 60_000 : 3_000),
  });
  usePageTitle(t("accuracy.title"));
  const change: Change = (part) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("accuracy.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("accuracy.subtitle")}</p>
      </div>
      <Answer query={accuracy} skeleton={<Skeleton rows={4} height="h-36" />}>
        {(data) => <Measured accuracy={data} search={search} change={change} />}
      </Answer>
      <OwnTruth />
      <Forecasts />
    </div>
  );
}

function Measured(props: { accuracy: Accuracy; search: AccuracySearch; change: Change }) {
  const { accuracy, search, change } = props;
  const { t } = useTexts();
  const { results, rule } = accuracy;
  const result = results.find((one) => one.source === search.source) ?? results[0];
  if (!result) {
    return (
      <Empty title={t("accuracy.measuring")}>
        <p className="max-w-prose text-sm text-soft">{t("accuracy.measuring_text")}</p>
      </Empty>
    );
  }
  const spans = spansOf(result.scores);
  const span = spans.find((one) => one === search.span) ?? "day";
  return (
    <>
      {result.rule !== rule && (
        <p role="status" className="rounded-lg bg-warn-soft px-3 py-3 text-warn sm:px-4">
          <span aria-hidden="true">△ </span>
          {t("accuracy.older", { old: result.rule, new: rule })}
        </p>
      )}
      {results.length > 1 && (
        <Choice
          label={t("accuracy.source")}
          options={results.map(({ source }) => ({ value: source, words: t(`accuracy.source.${source}`) }))}
          value={result.source}
          onChange={(source) => change({ source: source === "simulator" ? undefined : source })}
        />
      )}
      <Headline scores={result.scores} />
      <Recipe result={result} />
      <Choice
        label={t("accuracy.span")}
        options={spans.map((value) => ({ value, words: t(`accuracy.${value}`) }))}
        value={span}
        onChange={(next) => change({ span: next === "day" ? undefined : next })}
      />
      <Rivals scores={result.scores} span={span} />
      <Cells
        scores={result.scores}
        span={span}
        sort={search.sort}
        onSort={(sort) => change({ sort: sort || undefined })}
      />
      <Past source={result.source} />
    </>
  );
}
