/** Where sales go: the verdict and why, what is sold a day now, growth, the day it changed, weekdays, what was left out. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RisingKind, Trend } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Term } from "@/shared/ui/Term";
import { EmptyShelf, Level, Since, Surely } from "./Facts";
import { onceIn, atMostPercent } from "./percent";
import { Verdict } from "./Verdict";
import { Weekdays } from "./Weekdays";

interface Props {
  trend: Trend;
  kind: RisingKind;
  /** Worked out by itself, without the market to be held against. */
  alone?: boolean;
}

export function TrendPart({ trend, kind, alone = false }: Props) {
  const { t, format } = useTexts();
  const { acceleration } = trend;
  return (
    <div className="sheet flex flex-col gap-4 p-3 sm:p-4">
      <div className="flex flex-col gap-1">
        <p className="text-lg">
          <Verdict verdict={trend.verdict} />
        </p>
        <p className="max-w-prose text-sm text-soft">{t(`outlook.because.${trend.verdict}`)}</p>
        <Chance trend={trend} kind={kind} alone={alone} />
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 border-t border-rule pt-3 text-sm lg:grid-cols-4">
        <Fact name={t("rising.col.level")}>
          <Level trend={trend} />
        </Fact>
        <Fact name={t("rising.col.growth_7")}>
          <GrowthFigure growth={trend.growth_7} />
        </Fact>
        <Fact name={t("rising.col.growth_28")}>
          <GrowthFigure growth={trend.growth_28} />
        </Fact>
        <Fact name={t("rising.col.surely")}>
          <Surely trend={trend} />
        </Fact>
        <Fact name={<Term word={t("rising.col.since")} text={t("rising.since_means")} />}>
          <Since shift={trend.shift} />
        </Fact>
        <Fact name={<Term word={t("outlook.acceleration")} text={t("outlook.acceleration_means")} />}>
          <GrowthFigure growth={{ ...acceleration, verdict: signOf(acceleration.low, acceleration.high) }} />
        </Fact>
        <Fact name={<Term word={t("rising.col.empty")} text={t("rising.empty_means")} />}>
          <EmptyShelf days={trend.censored_days} />
        </Fact>
      </dl>
      <div className="border-t border-rule pt-3">
        <h4 className="pb-1 text-sm font-medium text-soft">{t("outlook.weekdays")}</h4>
        {trend.weekday ? (
          <Weekdays factors={trend.weekday} day={trend.as_of} />
        ) : (
          <p className="text-sm">{t("outlook.no_weekdays")}</p>
        )}
      </div>
      <p className="text-xs text-soft">{t("rising.as_of", { day: format.day(trend.as_of) })}</p>
    </div>
  );
}

const signOf = (low: number | null, high: number | null) =>
  low !== null && low > 0 ? "up" : high !== null && high < 0 ? "down" : null;

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How likely chance alone is, and what the test over the whole market came to. */
function Chance({ trend, kind, alone }: Required<Props>) {
  const { t, format } = useTexts();
  const { p_value: p, q_value: q, rises, rank } = trend;
  return (
    <p className="max-w-prose text-sm">
      {p !== null && p < 0.5 && t("outlook.chance", { n: onceIn(p) })}{" "}
      {alone
        ? t("outlook.alone")
        : rises === null
          ? t("outlook.not_tested")
          : rises && q !== null
            ? t("outlook.rises", { share: atMostPercent(q, format.count) })
            : t("outlook.rises_not")}{" "}
      {rises && rank !== null && (
        <Link
          to="/rising"
          search={kind === "products" ? {} : { kind }}
          className="link inline-flex min-h-9 items-center"
        >
          {t("outlook.rank", { n: rank })}
        </Link>
      )}
    </p>
  );
}
