/** What is waited for, or was for too long; an operator is led to what may be in the way. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";

export function Waits({ words, late }: { words: string; late: boolean }) {
  const { t } = useTexts();
  const { person } = useSession();
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      <p className={late ? "text-warn" : "text-soft"}>
        <span aria-hidden="true">{late ? "△" : "…"} </span>
        {words}
      </p>
      {late && person?.operator && (
        <Link to="/health" className="link inline-flex min-h-11 items-center">
          {t("steps.health")}
        </Link>
      )}
    </div>
  );
}
