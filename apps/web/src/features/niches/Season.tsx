/** Twelve months against a usual one: bars with their numbers, so that no colour says it alone. */
import type { Season as Found } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function Season({ season }: { season: Found }) {
  const { t, format } = useTexts();
  const names = t("date.months_short").split(" ");
  const most = Math.max(...season.months.map((value) => value ?? 0), Number.EPSILON);
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-lg">{t("niches.season")}</h3>
      {season.month === null ? (
        <p className="max-w-prose text-sm text-soft">{t("niches.season_unknown")}</p>
      ) : (
        <>
          <p className="max-w-prose text-sm text-soft">
            {t("niches.season_means", { years: format.count(season.years) })}
          </p>
          <ol className="sheet flex h-44 items-end gap-1 p-3 text-center text-xs">
            {season.months.map((value, at) => (
              <li key={at} className="flex h-full min-w-0 flex-1 flex-col justify-end gap-0.5">
                <span className="text-soft max-sm:[writing-mode:vertical-rl] max-sm:self-center">
                  {value === null ? "—" : format.units(Math.round(value * 100) / 100)}
                </span>
                <span
                  aria-hidden="true"
                  className={`block rounded-xs bg-accent ${at + 1 === season.month ? "" : "opacity-50"}`}
                  style={{ height: `${(65 * (value ?? 0)) / most}%` }}
                />
                <span className="sr-only">{names[at]}</span>
                <span aria-hidden="true" className={at + 1 === season.month ? "font-semibold" : ""}>
                  <span className="max-sm:hidden">{names[at]}</span>
                  <span className="sm:hidden">{at + 1}</span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
