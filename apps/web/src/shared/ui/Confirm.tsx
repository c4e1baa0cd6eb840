/** Asks before what cannot be undone. */
import { useState, type ReactNode } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "./Panel";

interface Props {
  button: ReactNode;
  title: string;
  text: string;
  yes: string;
  onYes: () => void;
  disabled?: boolean;
}

export function Confirm({ button, title, text, yes, onYes, disabled }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button-small" disabled={disabled} onClick={() => setOpen(true)}>
        {button}
      </button>
      {open && (
        <Panel title={title} onClose={() => setOpen(false)}>
          <p>{text}</p>
          <div className="mt-4 flex flex-wrap gap-3">
            <button
              type="button"
              className="button text-bad"
              onClick={() => {
                setOpen(false);
                onYes();
              }}
            >
              {yes}
            </button>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {t("form.no")}
            </button>
          </div>
        </Panel>
      )}
    </>
  );
}
