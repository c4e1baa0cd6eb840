/** Who tracks nothing yet is shown the way to begin, until they wave it away. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trackedQuery } from "@/shared/api/queries";
import { useTexts } from "@/shared/texts/texts";

const KEY = "ventra.start_hint";

export default function StartHint() {
  const { t } = useTexts();
  const [away, setAway] = useState(() => localStorage.getItem(KEY) === "away");
  const tracked = useQuery({ ...trackedQuery, enabled: !away });
  if (away || tracked.data?.total !== 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg bg-accent-soft px-3 py-2">
      <p className="grow">{t("home.start_text")}</p>
      <Link to="/start" className="button button-main button-small">
        {t("home.start")}
      </Link>
      <button
        type="button"
        className="button button-small"
        onClick={() => {
          localStorage.setItem(KEY, "away");
          setAway(true);
        }}
      >
        {t("home.start_away")}
      </button>
    </div>
  );
}
