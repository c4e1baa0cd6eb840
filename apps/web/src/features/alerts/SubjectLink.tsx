/** What an alert is about, by its name: a product at the last seven days, a shop, or a category. */
import { Link } from "@tanstack/react-router";
import type { AlertSubject } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { Say } from "./amounts";

export const subjectTitle = ({ kind, id, titles }: AlertSubject, { t, format }: Say): string =>
  format.title(titles) ?? (kind === "product" ? t("product.untitled", { id: String(id) }) : `№ ${id}`);

interface Props {
  subject: AlertSubject;
  /** What happened: newcomers of a category are shown there first. */
  kind: string;
  className: string;
}

export function SubjectLink({ subject, kind, className }: Props) {
  const say = useTexts();
  const title = subjectTitle(subject, say);
  const look = { dir: "auto", title, className: `wrap-anywhere hover:underline ${className}` } as const;
  if (subject.kind === "category")
    return (
      <Link
        to="/c/$categoryId"
        params={{ categoryId: String(subject.id) }}
        search={kind.startsWith("new_") ? { goods: "new" } : {}}
        {...look}
      >
        {title}
      </Link>
    );
  if (subject.kind === "seller")
    return (
      <Link to="/s/$sellerId" params={{ sellerId: String(subject.id) }} {...look}>
        {title}
      </Link>
    );
  return (
    <Link to="/p/$id" params={{ id: String(subject.id) }} search={{ range: "7" }} {...look}>
      {title}
    </Link>
  );
}
