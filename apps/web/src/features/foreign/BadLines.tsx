/** Lines of a file that cannot be read, and why. */
import type { ForeignTable } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function BadLines({ told }: { told: ForeignTable }) {
  const { t } = useTexts();
  if (told.bad_lines === 0) return null;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 text-sm text-warn">
        {t("foreign.bad", { n: told.bad_lines })}
      </summary>
      <ul className="flex flex-col gap-1 text-sm text-soft">
        {told.bad.map((one) => (
          <li key={one.line}>
            {t("foreign.line", { n: one.line })} {t(`foreign.why.${one.why as "twice"}`)}
            {one.said && (
              <span dir="auto" className="wrap-anywhere">
                {" "}
                «{one.said}»
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
