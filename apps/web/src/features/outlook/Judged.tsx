/** By which day was judged, when, how many were tested and rise, and what rising means. */
import type { RisingList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";
import { Term } from "@/shared/ui/Term";
import { useNow } from "@/shared/ui/useNow";
import { Night } from "./Night";
import { atMostPercent } from "./percent";

export function Judged({ list, asOf }: { list: RisingList; asOf: string }) {
  const { t, format } = useTexts();
  const now = useNow();
  const { kind, tested, rising, rate, least_units: least, total } = list;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="max-w-prose text-sm">
        {kind === "newcomers"
          ? t("rising.found_new", { rising, tested })
          : t("rising.found", { rising, tested })}{" "}
        {kind !== "newcomers" &&
          rate !== null &&
          t("rising.false_of_all", { share: atMostPercent(rate, format.count) })}{" "}
        {total !== rising && t("rising.in_view", { n: total })}
      </p>
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
        <span>{t("rising.as_of", { day: format.day(asOf) })}</span>
        {list.judged_at && (
          <span>
            {t("rising.judged")} <Freshness seenAt={list.judged_at} now={now} />
          </span>
        )}
        {kind !== "newcomers" && least !== null && (
          <span>{t("rising.tested_from", { n: format.units(least) })}</span>
        )}
      </p>
      <Night asOf={asOf} />
    </div>
  );
}

/** The words of the page, explained where they stand. */
export function Means({ list: { kind } }: { list: RisingList }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap gap-x-4 text-sm text-soft">
      {kind === "newcomers" ? (
        <Term word={t("rising.new")} text={t("rising.new_means")} />
      ) : (
        <>
          <Term word={t("rising.means")} text={t("rising.means_text")} />
          <Term word={t("rising.false_word")} text={t("rising.false_means")} />
          <Term word={t("rising.col.since")} text={t("rising.since_means")} />
        </>
      )}
      <Term word={t("rising.col.empty")} text={t("rising.empty_means")} />
      {(kind === "categories" || kind === "sellers") && (
        <Term word={t("rising.added_word")} text={t("rising.added_means")} />
      )}
    </div>
  );
}
