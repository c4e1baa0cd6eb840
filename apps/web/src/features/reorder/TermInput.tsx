/** One number of the terms, explained on a tap, with what is wrong with it said below. */
import { useId } from "react";
import { Term } from "@/shared/ui/Term";

interface Props {
  name: string;
  label: string;
  means?: string;
  value: string;
  wrong: string | null;
  onChange: (text: string) => void;
}

export function TermInput({ name, label, means, value, wrong, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap text-sm text-soft">
        {means ? (
          <Term word={label} text={means} />
        ) : (
          <span className="wrap-anywhere" dir="auto">
            {label}
          </span>
        )}
      </div>
      <input
        id={id}
        name={name}
        aria-label={label}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        maxLength={20}
        value={value}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        className="field w-full min-w-0 text-base"
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong !== null && (
        <p id={`${id}-wrong`} role="alert" className="text-sm text-bad">
          ✕ {wrong}
        </p>
      )}
    </div>
  );
}
