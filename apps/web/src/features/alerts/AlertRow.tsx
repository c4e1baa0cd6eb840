/** One alert: of what, what happened with the number first, and what can be done about it. */
import { lazy, Suspense, type ReactNode } from "react";
import type { Alert } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Happened } from "./Happened";
import { SubjectLink, subjectTitle } from "./SubjectLink";

const Deeds = lazy(() => import("./Deeds").then((part) => ({ default: part.Deeds })));

interface Props {
  alert: Alert;
  /** Not seen before this visit. */
  fresh: boolean;
  /** By which rule it was found, in words. */
  rule: ReactNode;
  now: number;
}

export function AlertRow({ alert, fresh, rule, now }: Props) {
  const say = useTexts();
  const { t, format } = say;
  const { subject, told } = alert;
  const closed = alert.closed_at !== null;
  const title = format.title(subject.titles);
  return (
    <li
      className={`sheet flex flex-col gap-3 p-3 sm:px-4 ${fresh ? "border-s-4 !border-s-accent" : ""} ${closed ? "bg-transparent" : ""}`}
    >
      <div className="flex gap-3">
        {subject.kind === "product" ? (
          <ProductTile id={subject.id} title={title} photoUrl={subject.photo_url ?? null} />
        ) : (
          <span className="grid size-14 shrink-0 place-items-center rounded-lg bg-sunk text-soft">
            <Icon name={subject.kind === "seller" ? "shop" : "category"} />
          </span>
        )}
        <div className="flex min-w-0 grow flex-col gap-1">
          <p className="flex items-start gap-2">
            <SubjectLink
              subject={subject}
              kind={told.kind}
              className={`line-clamp-2 min-w-0 ${closed ? "text-soft" : "font-medium"}`}
            />
            {fresh && (
              <span className="ms-auto shrink-0 rounded-full bg-accent px-2 text-xs leading-5 font-semibold text-on-accent">
                {t("alerts.fresh")}
              </span>
            )}
          </p>
          <Happened told={told} at={alert.opened_at} now={now} quieter={closed} />
          <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-soft">
            {alert.level > 0 && (
              <span className="font-semibold text-warn">
                <span aria-hidden="true">△ </span>
                {t("alerts.worse", { n: alert.level })}
              </span>
            )}
            {alert.closed_at && (
              <span>✓ {t("alerts.closed", { age: format.age(alert.closed_at, now) })}</span>
            )}
            {alert.quiet && <span>{t(`alerts.quiet_${alert.quiet}`)}</span>}
            <span dir="auto" className="wrap-anywhere">
              {rule}
            </span>
          </p>
        </div>
      </div>
      <Suspense fallback={<span className="h-11 sm:h-9" />}>
        <Deeds alert={alert} title={subjectTitle(subject, say)} />
      </Suspense>
    </li>
  );
}
