/** What is left of a price: put in with one thumb, worked out at once, compared side by side. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useSession } from "@/shared/api/session";
import type { CostAnswer, CostInputs } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProblemBox, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { useSettled } from "@/shared/ui/useSettled";
import { Form } from "./Form";
import { begun, EMPTY, laidOver, readInputs, toBody, writeInputs, type Inputs } from "./inputs";
import { costsQuery, startQuery } from "./queries";
import { Profit } from "./Profit";
import { useFigures } from "./units";

const Result = lazy(() => import("./Result").then((part) => ({ default: part.Result })));
const Below = lazy(() => import("./Below").then((part) => ({ default: part.Below })));
const ShareInputs = lazy(() => import("./ShareInputs").then((part) => ({ default: part.ShareInputs })));

const route = getRouteApi("/calculator");
/** Steps of a thumb come faster than answers are worth asking for. */
const SETTLED_MS = 250;

export function CalculatorPage() {
  const { t, format } = useTexts();
  usePageTitle(t("costs.title"));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { may } = useSession();
  const start = useQuery(startQuery(search.product));
  const first = start.data ? begun(start.data) : EMPTY;
  const inputs = search.in ? readInputs(search.in) : search.over ? laidOver(first, search.over) : first;
  const beside = (search.with ?? "").split(",").filter(Boolean).map(Number);
  const change = (next: Inputs) =>
    void navigate({
      search: (now) => ({ ...now, in: writeInputs(next), over: undefined }),
      replace: true,
      resetScroll: false,
    });
  const body = toBody(inputs);
  const settled = JSON.parse(useSettled(JSON.stringify(body), SETTLED_MS)) as CostInputs | null;
  const costs = useQuery(costsQuery(settled));
  const answer = body ? costs.data : undefined;
  const waiting = costs.isFetching || JSON.stringify(body) !== JSON.stringify(settled);
  const title = start.data && format.title(start.data.titles);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("costs.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("costs.text")}</p>
      </div>
      {search.product && (
        <p className="text-sm">
          {t("costs.began_with")}{" "}
          <Link to="/p/$id" params={{ id: String(search.product) }} dir="auto" className="link wrap-anywhere">
            {title ?? String(search.product)}
          </Link>
          {start.data && !search.in && !search.over && (
            <span className="text-soft"> {t("costs.began_text")}</span>
          )}
        </p>
      )}
      {start.isError && <ProblemBox error={start.error} onRetry={() => void start.refetch()} />}
      {search.product && start.isPending && !search.in ? (
        <Skeleton />
      ) : (
        <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
          <Form inputs={inputs} answer={answer} mayKeep={may("analyst")} onChange={change} />
          <div id="costs-result" className="flex min-w-0 scroll-mt-2 flex-col gap-4 lg:sticky lg:top-4">
            {costs.isError && <ProblemBox error={costs.error} onRetry={() => void costs.refetch()} />}
            {answer ? (
              <Suspense fallback={<Skeleton rows={1} height="h-96" />}>
                <Result answer={answer} waiting={waiting} />
              </Suspense>
            ) : (
              <p className="sheet p-3 text-soft sm:p-4">{t("costs.put_in")}</p>
            )}
            <Suspense fallback={null}>
              <ShareInputs />
            </Suspense>
          </div>
        </div>
      )}
      <Suspense fallback={<Skeleton rows={2} />}>
        <Below
          body={body}
          answer={answer}
          beside={beside}
          onOpen={change}
          onBeside={(ids) =>
            void navigate({
              search: (now) => ({ ...now, with: ids.join(",") || undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </Suspense>
      {answer && <Docked answer={answer} waiting={waiting} />}
    </div>
  );
}

/** On a phone the result stays in sight, above the bar of ways. */
function Docked({ answer, waiting }: { answer: CostAnswer; waiting: boolean }) {
  const { t } = useTexts();
  const { percent } = useFigures();
  return (
    <a
      href="#costs-result"
      className={`docked sheet sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-10 -mx-2 flex min-h-16 items-center justify-between gap-4 px-4 py-2 shadow-lg lg:hidden print:hidden ${waiting ? "opacity-80" : ""}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("costs-result")?.scrollIntoView();
      }}
    >
      <Profit answer={answer} small />
      <span className="shrink-0 text-end">
        <span className="block text-xs text-soft">{t("costs.figure.margin")}</span>
        <span className="font-semibold">{percent(answer.margin_pct).point}</span>
      </span>
    </a>
  );
}
