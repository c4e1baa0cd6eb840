/** What an alert is about, by its name: a product at the last seven days, or a category's newcomers. */
import { Link } from "@tanstack/react-router";
import type { AlertSubject } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { Say } from "./amounts";

export const subjectTitle = ({ kind, id, titles }: AlertSubject, { t, format }: Say): string =>
  format.title(titles) ?? (kind === "product" ? t("product.untitled", { id: String(id) }) : `№ ${id}`);

export function SubjectLink({ subject, className }: { subject: AlertSubject; className: string }) {
  const say = useTexts();
  const title = subjectTitle(subject, say);
  const look = { dir: "auto", title, className: `wrap-anywhere hover:underline ${className}` } as const;
  if (subject.kind === "category")
    return (
      <Link
        to="/c/$categoryId"
        params={{ categoryId: String(subject.id) }}
        search={{ goods: "new" }}
        {...look}
      >
        {title}
      </Link>
    );
  return (
    <Link to="/p/$id" params={{ id: String(subject.id) }} search={{ range: "7" }} {...look}>
      {title}
    </Link>
  );
}
