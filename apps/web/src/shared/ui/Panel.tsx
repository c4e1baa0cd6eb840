/** A sheet over the page: the browser's own dialog, which keeps the focus inside and closes on Escape. */
import { useLayoutEffect, useRef, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "./Icon";

export function Panel({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed before it goes, it gives the focus back to what opened it.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="panel"
      aria-labelledby="panel-title"
      onClose={() => dialog.current?.open === false && onClose()}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div className="flex items-start justify-between gap-3 border-b border-rule px-4 py-3">
        <h2 id="panel-title" className="pt-1.5 text-lg">
          {title}
        </h2>
        <button
          type="button"
          className="button button-small !px-2"
          aria-label={t("panel.close")}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="px-4 py-4">{children}</div>
    </dialog>
  );
}
