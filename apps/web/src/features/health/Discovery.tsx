/** How far the walk over the marketplace's shelf is, and what it may have missed; or that nobody walks. */
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Fact } from "./Fact";

export function Discovery({ walk }: { walk: DataHealth["discovery"] }) {
  const { t, format } = useTexts();
  if (walk.shelves === 0) return <p className="text-sm">{t("discovery.none")}</p>;
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact name={t("discovery.shelves")} value={format.count(walk.shelves)} />
        <Fact name={t("discovery.waiting")} value={format.count(walk.waiting)} />
        <Fact name={t("discovery.results")} value={format.count(walk.results)} />
        <Fact name={t("discovery.missed")} value={format.count(walk.missed)} />
      </dl>
      {walk.unparted > 0 && (
        <p className="max-w-prose text-sm text-warn">△ {t("discovery.unparted", { n: walk.unparted })}</p>
      )}
    </div>
  );
}
