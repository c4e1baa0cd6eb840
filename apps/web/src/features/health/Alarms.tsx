/** What needs the operator now; said first, and said plainly when there is nothing. */
import type { DataHealth } from "@/shared/api/shapes";
import type { Facts } from "@/shared/texts/fill";
import { useTexts } from "@/shared/texts/texts";

export function textFacts(facts: Record<string, unknown>): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === "number" ? fact : String(fact)]),
  );
}

export function Alarms({ alarms }: { alarms: DataHealth["alarms"] }) {
  const { t, format, lookUp } = useTexts();
  if (alarms.length === 0) {
    return (
      <p className="rounded-lg bg-good-soft px-3 py-2 text-good">
        <span aria-hidden="true">✓ </span>
        {t("health.no_alarms")}
      </p>
    );
  }
  return (
    <div role="alert">
      <ul className="flex flex-col gap-2">
        {alarms.map((alarm) => {
          const facts = textFacts(alarm.facts);
          const words = lookUp(`alarm.${alarm.key}`, facts) ?? lookUp(alarm.key, facts);
          return (
            <li key={`${alarm.key} ${alarm.raised_at}`} className="rounded-lg bg-bad-soft px-3 py-2">
              <p className="font-medium break-words text-bad">
                <span aria-hidden="true">■ </span>
                {words ?? alarm.key}
              </p>
              {!words && (
                <p className="text-sm break-words">
                  {Object.entries(facts)
                    .map(([name, fact]) => `${name}: ${fact}`)
                    .join(" · ")}
                </p>
              )}
              <p className="text-xs">
                {t("health.alarm_since", {
                  time: format.instant(alarm.raised_at),
                  last: format.instant(alarm.last_at),
                  n: alarm.times,
                })}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
