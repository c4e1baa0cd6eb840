/** A lowest or highest price. It holds once it is left, or Enter is pressed. */
import { readId } from "@/shared/address";

interface Props {
  label: string;
  value: number | undefined;
  onChange: (uzs: number | undefined) => void;
}

export function PriceField({ label, value, onChange }: Props) {
  const take = (text: string) => {
    const uzs = readId(text.replace(/\D/g, ""));
    if (uzs !== value) onChange(uzs);
  };
  return (
    <label className="flex min-w-0 flex-col gap-1 text-xs text-soft sm:basis-40">
      {label}
      <input
        key={value ?? ""}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={15}
        defaultValue={value ?? ""}
        className="field w-full text-base text-ink"
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value);
        }}
      />
    </label>
  );
}
