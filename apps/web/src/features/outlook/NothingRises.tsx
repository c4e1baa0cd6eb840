/** Why the list is empty: no night yet, nothing that surely rises, or filters that leave nothing. */
import type { RisingList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Empty } from "@/shared/ui/states";
import { Night } from "./Night";

interface Props {
  list: RisingList;
  filtered: boolean;
  onClear: () => void;
}

export function NothingRises({ list, filtered, onClear }: Props) {
  const { t } = useTexts();
  if (list.as_of === null) {
    return (
      <Empty title={t("rising.none_yet")}>
        <p className="max-w-prose text-soft">{t("rising.none_yet_text")}</p>
        <Night asOf={null} />
      </Empty>
    );
  }
  if (filtered) {
    return (
      <Empty title={t("home.nothing")}>
        <p className="max-w-prose text-soft">{t("rising.filtered_text")}</p>
        <button type="button" className="button button-main" onClick={onClear}>
          {t("home.clear")}
        </button>
      </Empty>
    );
  }
  const fresh = list.kind === "newcomers";
  return (
    <Empty title={t(fresh ? "rising.none_new" : "rising.none")}>
      <p className="max-w-prose text-soft">
        {t(fresh ? "rising.none_new_text" : "rising.none_text", { tested: list.tested })}
      </p>
    </Empty>
  );
}
