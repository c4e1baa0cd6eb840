/** Says what was done and offers to take it back, for a while; it waits while it is pointed at or has the focus. */
import { useEffect, useState } from "react";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { hold, tell, useTold, type Told } from "./undo";

export function UndoBar() {
  const told = useTold();
  const { session } = useSession();
  const { t } = useTexts();
  const mine = told && told.orgId === (session?.org_id ?? null) ? told : null;
  // The region is there before its words are, so that they are read out.
  return (
    <div role="status" aria-label={t("undo.told")}>
      {mine && <Bar key={mine.words + String(mine.bad)} told={mine} />}
    </div>
  );
}

function Bar({ told }: { told: Told }) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  // Whoever leaves the page does not hold it any more.
  useEffect(() => () => hold(false), []);
  const undo = () => {
    setBusy(true);
    hold(true);
    void told.undo?.().finally(() => setBusy(false));
  };
  return (
    <div
      className="pointer-events-auto flex max-w-full items-center gap-2 rounded-lg bg-ink py-1 ps-4 pe-1 text-paper shadow-lg"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <p className="line-clamp-3 min-w-0 py-1 text-sm wrap-anywhere">
        <span aria-hidden="true">{told.bad ? "✕ " : "✓ "}</span>
        {told.words}
      </p>
      {told.undo && (
        <button
          type="button"
          className="min-h-11 shrink-0 rounded-lg px-3 font-semibold underline underline-offset-4"
          disabled={busy}
          onClick={undo}
        >
          {t("undo.back")}
        </button>
      )}
      <button
        type="button"
        className="flex size-11 shrink-0 items-center justify-center rounded-lg"
        aria-label={t("panel.close")}
        onClick={() => tell(null)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
