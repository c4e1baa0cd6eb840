/** How saturation is made: each part with its weight and both ends, and of one niche what it measured and adds. */
import type { Saturation, SaturationRule } from "@/shared/api/shapes";
import { NBSP } from "@/shared/format/numbers";
import { useTexts } from "@/shared/texts/texts";
import { Spread } from "./figures";

type PartName = SaturationRule["name"];

export function Formula({
  rules,
  saturation,
}: {
  rules: readonly SaturationRule[];
  saturation?: Saturation;
}) {
  const { t, format } = useTexts();
  const percent = (value: number) => `${format.count(Math.round(value * 100))}${NBSP}%`;
  const say = (name: PartName) => (value: number) =>
    name === "concentration" || name === "review_gap" ? format.count(Math.round(value)) : percent(value);
  return (
    <div className="flex flex-col gap-3 py-2">
      <p className="max-w-prose text-sm text-soft">{t("niches.saturation_means")}</p>
      <ul className="sheet divide-y divide-rule text-sm">
        {rules.map((rule) => {
          const part = saturation?.parts.find((one) => one.name === rule.name);
          return (
            <li
              key={rule.name}
              className="grid gap-x-6 gap-y-1 px-3 py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-4"
            >
              <div>
                <p className="font-medium">{t(`niches.part.${rule.name}`)}</p>
                <p className="text-xs text-soft">
                  {t("niches.part_ends", {
                    weight: percent(rule.weight),
                    easy: say(rule.name)(rule.easy),
                    hard: say(rule.name)(rule.hard),
                  })}
                </p>
              </div>
              {part && (
                <div className="flex items-start gap-6">
                  <Spread ranged={part.value} say={say(rule.name)} />
                  <p className="w-20 text-end font-semibold">
                    {part.adds === null ? (
                      <span className="text-xs font-normal text-soft">{t("niches.part_left_out")}</span>
                    ) : (
                      `+${format.units(Math.round(part.adds * 10) / 10)}`
                    )}
                  </p>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
