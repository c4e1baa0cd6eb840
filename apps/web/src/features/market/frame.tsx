/** What both pages stand in: the answer, its skeleton, and nothing of that number. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { Empty, Skeleton } from "@/shared/ui/states";

export const isNone = (query: { error: unknown; data: unknown }): boolean =>
  query.error instanceof ApiProblem && query.error.status === 404 && !query.data;

export function MarketSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton rows={1} height="h-20" />
      <Skeleton rows={1} height="h-36" />
      <Skeleton rows={5} height="h-20" />
    </div>
  );
}

export function Nothing({ title, text }: { title: string; text: string }) {
  const { t } = useTexts();
  return (
    <Empty title={title}>
      <p className="max-w-prose text-soft">{text}</p>
      <Link to="/" className="button button-main">
        {t("not_found.home")}
      </Link>
    </Empty>
  );
}

/** The parts of a page, one below the other. */
export function Parts({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-8">{children}</div>;
}
