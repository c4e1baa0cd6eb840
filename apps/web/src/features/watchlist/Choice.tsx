/** One of several, or all. */
interface Choosing {
  label: string;
  all: string;
  value: string | number | undefined;
  options: readonly (readonly [string | number, string])[];
  onChange: (value: string) => void;
}

export function Choice({ label, all, value, options, onChange }: Choosing) {
  // What the address asks for is shown also where it is no choice any more.
  const lost = value !== undefined && !options.some(([one]) => one === value);
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-56">
      {label}
      <select
        className="field w-full text-base text-ink"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{all}</option>
        {lost && <option value={value}>{value}</option>}
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
