/** Scores of one horizon: a table where there is room, else cards; each of ours with the naive one beside it. */
import type { ForecastAccuracyPoint } from "@/shared/api/shapes";
import { NBSP, UNKNOWN } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";
import { isNearer, type Horizon, type Row } from "./forecastRows";

interface Props {
  horizon: Horizon;
  rows: readonly Row[];
}

const SCORES = ["mase", "rmsse", "wape", "bias"] as const;
type Score = (typeof SCORES)[number];

export function ForecastTable({ horizon, rows }: Props) {
  const { t } = useTexts();
  const words = useWords();
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="px-4 pt-3 text-start font-semibold">{words.title(horizon, rows)}</caption>
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <th scope="col" className="w-[24%] py-2 ps-4 text-start font-medium">
              {t("forecast_scores.band")}
            </th>
            {SCORES.map((score) => (
              <th key={score} scope="col" className="px-2 py-2 text-end font-medium">
                {t(`forecast_scores.term.${score}`)}
              </th>
            ))}
            <th scope="col" className="py-2 ps-2 pe-4 text-end font-medium">
              {t("forecast_scores.term.cover")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={words.name(row)} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="py-2 ps-4 pe-2 text-start font-normal">
                {words.name(row)} <span className="block text-xs text-soft">{words.count(row)}</span>
              </th>
              {SCORES.map((score) => (
                <td key={score} className="numeric px-2 py-2 whitespace-normal">
                  <Beside score={score} of={row.scores} />
                </td>
              ))}
              <td className="numeric py-2 ps-2 pe-4 whitespace-normal">
                <Cover of={row.scores} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ForecastCards({ horizon, rows }: Props) {
  const { t } = useTexts();
  const words = useWords();
  const title = words.title(horizon, rows);
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-2 font-semibold">{title}</h3>
      <ul className="grid gap-3 sm:grid-cols-2">
        {rows.map((row) => (
          <li key={words.name(row)} className="sheet flex min-w-0 flex-col gap-2 p-3">
            <p className="font-medium wrap-anywhere">
              {words.name(row)} <span className="text-xs font-normal text-soft">{words.count(row)}</span>
            </p>
            <dl className="grid grid-cols-2 gap-x-2 gap-y-1 text-sm">
              {SCORES.map((score) => (
                <div key={score} className="min-w-0">
                  <dt className="text-xs text-soft wrap-anywhere">{t(`forecast_scores.term.${score}`)}</dt>
                  <dd>
                    <Beside score={score} of={row.scores} />
                  </dd>
                </div>
              ))}
              <div className="col-span-2 min-w-0">
                <dt className="text-xs text-soft">{t("forecast_scores.term.cover")}</dt>
                <dd>
                  <Cover of={row.scores} />
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Scores = ForecastAccuracyPoint["scores"];

function Beside({ score, of: { ours, naive } }: { score: Score; of: Scores }) {
  const { t } = useTexts();
  const say = useScoreWords(score);
  const [own, other] = [ours[score], naive[score]];
  const nearer =
    score === "bias" ? isNearer(own && Math.abs(own), other && Math.abs(other)) : isNearer(own, other);
  return (
    <>
      <span className="font-semibold whitespace-nowrap">
        {nearer !== null && (
          <span className={nearer ? "text-good" : "text-bad"}>
            <span aria-hidden="true">{nearer ? "✓ " : "✕ "}</span>
            <span className="sr-only">{t(nearer ? "forecast_scores.better" : "forecast_scores.worse")} </span>
          </span>
        )}
        {say(own)}
      </span>{" "}
      <span className="block text-xs text-soft">{t("forecast_scores.naive", { n: say(other) })}</span>
    </>
  );
}

function Cover({ of: { cover80, cover95, above80 } }: { of: Scores }) {
  const { t } = useTexts();
  const say = useScoreWords("wape");
  return (
    <>
      <span className="font-semibold whitespace-nowrap">
        80{NBSP}%: {say(cover80)}
      </span>{" "}
      <span className="block whitespace-nowrap">
        95{NBSP}%: {say(cover95)}
      </span>{" "}
      <span className="block text-xs text-soft">{t("forecast_scores.above", { n: say(above80) })}</span>
    </>
  );
}

/** Shares in per cent, the others as they are. */
function useScoreWords(score: Score): (value: number | null) => string {
  const { format } = useTexts();
  return (value) => {
    if (value === null) return UNKNOWN;
    if (score === "mase" || score === "rmsse") return format.count(Math.round(value * 1000) / 1000);
    if (score === "bias") return format.change(value);
    return `${format.count(Math.round(value * 1000) / 10)}${NBSP}%`;
  };
}

function useWords() {
  const { t, format } = useTexts();
  return {
    title: (horizon: Horizon, [row]: readonly Row[]) =>
      t("forecast_scores.ahead", { n: horizon, day: row ? format.day(row.made_on) : "" }),
    name: ({ band, shown }: Row) => {
      if (!shown) return t("forecast_scores.also_not_shown");
      return band === "all"
        ? t("forecast_scores.all_shown")
        : t("forecast_scores.a_day", { band: t(`accuracy.band.${band}`) });
    },
    count: ({ scores: { n } }: Row) => t("forecast_scores.count", { n }),
  };
}
