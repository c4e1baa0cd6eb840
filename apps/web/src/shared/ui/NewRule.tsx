/** The way to a new rule of alerts, with its goods filled in; for who may make one. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import type { RuleScope } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "./Icon";

interface Props {
  scope: RuleScope;
  id?: number;
  small?: boolean;
}

export function NewRule({ scope, id, small = false }: Props) {
  const { t } = useTexts();
  const { may } = useSession();
  if (!may("analyst")) return null;
  return (
    <Link
      to="/alerts/rules/new"
      search={{ scope, ...(id === undefined ? {} : { scope_id: id }) }}
      className={`button w-fit ${small ? "button-small" : ""}`}
    >
      <Icon name="bell" />
      {t("nav.new_rule")}
    </Link>
  );
}
