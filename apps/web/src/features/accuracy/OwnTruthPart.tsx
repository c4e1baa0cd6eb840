/** What an own shop truly sold against our estimate of the same goods, and the owner's switch that corrects by it. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get, put } from "@/shared/api/client";
import type { OwnAccuracy } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Empty, Skeleton, useProblemText } from "@/shared/ui/states";
import { OwnCategoryPart } from "./OwnCategoryPart";

const ownAccuracyQuery = queryOptions({
  queryKey: ["accuracy", "own"],
  queryFn: ({ signal }) => get<OwnAccuracy>("/accuracy/own", {}, signal),
  meta: { personal: true },
});

export default function OwnTruthPart() {
  const { t } = useTexts();
  const own = useQuery(ownAccuracyQuery);
  return (
    <section aria-labelledby="own-truth" className="flex min-w-0 flex-col gap-4 border-t border-rule pt-4">
      <div>
        <h2 id="own-truth" className="text-xl">
          {t("ownfit.title")}
        </h2>
        <p className="mt-1 max-w-prose text-sm text-soft">{t("ownfit.text")}</p>
      </div>
      <Answer query={own} skeleton={<Skeleton rows={2} height="h-36" />}>
        {(told) => <Told told={told} />}
      </Answer>
    </section>
  );
}

function Told({ told }: { told: OwnAccuracy }) {
  const { t, format } = useTexts();
  if (told.made_at === null) {
    const state = told.connected ? "wait" : "connect";
    return (
      <Empty title={t(`ownfit.${state}`)}>
        <p className="max-w-prose text-sm text-soft">{t(`ownfit.${state}_text`)}</p>
        {!told.connected && (
          <Link to="/my-shop" className="link inline-flex min-h-11 items-center text-sm">
            {t("ownfit.to_shop")}
          </Link>
        )}
      </Empty>
    );
  }
  return (
    <>
      <Switch told={told} />
      {told.categories.map((one) => (
        <OwnCategoryPart key={one.category.category_id} one={one} />
      ))}
      <p className="text-xs text-soft">{t("ownfit.made", { time: format.instant(told.made_at) })}</p>
    </>
  );
}

/** Whoever may not switch is told how it stands, and who may. */
function Switch({ told }: { told: OwnAccuracy }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const client = useQueryClient();
  const switching = useMutation({
    mutationFn: (on: boolean) => put<OwnAccuracy>("/accuracy/own", { on }),
    onSuccess: () => client.invalidateQueries(),
  });
  const on = switching.isPending ? switching.variables : told.is_on;
  return (
    <div className="sheet flex flex-col gap-2 p-3 sm:p-4">
      {told.may_switch ? (
        <label className="flex min-h-11 items-center gap-2 font-medium">
          <input
            type="checkbox"
            checked={on}
            disabled={switching.isPending}
            onChange={(event) => switching.mutate(event.target.checked)}
          />
          {t("ownfit.switch")}
        </label>
      ) : (
        <p className="font-medium">
          {t(on ? "ownfit.on" : "ownfit.off")} {t("ownfit.owner")}
        </p>
      )}
      <p className="max-w-prose text-sm text-soft">{t("ownfit.switch_text")}</p>
      {switching.error && (
        <p role="alert" className="text-sm text-bad">
          {problem(switching.error)}
        </p>
      )}
    </div>
  );
}
