/** A part of the page for who may see it; who may not is told why, and where to sign in. */
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useApiAway } from "@/shared/api/away";
import { useSession } from "@/shared/api/session";
import type { Role } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { AwayBox, Empty, Skeleton } from "./states";

export function Gate({ needs, children }: { needs: "person" | "operator" | Role; children: ReactNode }) {
  const { t } = useTexts();
  const { known, person, may } = useSession();
  const { href } = useLocation();
  const away = useApiAway();
  if (!known) return away ? <AwayBox /> : <Skeleton rows={3} />;
  if (!person) {
    return (
      <Empty title={t("gate.sign_in")}>
        <Link to="/sign-in" search={{ to: href }} className="button button-main">
          {t("sign_in.button")}
        </Link>
      </Empty>
    );
  }
  const allowed = needs === "person" || (needs === "operator" ? person.operator : may(needs));
  if (allowed) return children;
  return <Empty title={t(needs === "operator" ? "gate.operator" : "gate.role", { role: roleWord() })} />;

  function roleWord(): string {
    return needs === "person" || needs === "operator" ? "" : t(`role.${needs}`);
  }
}
