/** The head of every page of alerts: where one is, and the ways between what was found, rules and delivery. */
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Gate } from "@/shared/ui/Gate";
import { usePageTitle } from "@/shared/ui/usePageTitle";

const Undo = lazy(() => import("./Undo").then((part) => ({ default: part.Undo })));

const WAYS = [
  { to: "/alerts", key: "alerts.found", exact: true },
  { to: "/alerts/rules", key: "rule.title", exact: false },
  { to: "/alerts/channels", key: "brought.title", exact: true },
] as const;

interface Props {
  title: string;
  text?: string;
  children: ReactNode;
}

export function Frame({ title, text, children }: Props) {
  const { t } = useTexts();
  usePageTitle(title);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 dir="auto" className="text-2xl wrap-anywhere sm:text-3xl">
          {title}
        </h1>
        {text && <p className="mt-1 max-w-prose text-soft">{text}</p>}
      </div>
      <Gate needs="viewer">
        <nav aria-label={t("nav.alerts")} className="flex flex-wrap gap-2">
          {WAYS.map(({ to, key, exact }) => (
            <Link
              key={to}
              to={to}
              search={{}}
              className="chip max-sm:!px-3 max-sm:text-sm aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
              activeOptions={{ exact, includeSearch: false }}
            >
              {t(key)}
            </Link>
          ))}
        </nav>
        {children}
        <Suspense fallback={null}>
          <Undo />
        </Suspense>
      </Gate>
    </div>
  );
}
