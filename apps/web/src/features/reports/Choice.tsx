/** One labelled choice of a form; with `onChange` it is the page's, else the form's own. */
interface Props<C extends string> {
  label: string;
  options: readonly (readonly [C, string])[];
  name?: string;
  value?: C;
  initial?: C;
  onChange?: (choice: C) => void;
}

export function Choice<C extends string>({ label, options, name, value, initial, onChange }: Props<C>) {
  return (
    <label className="flex min-w-0 grow basis-40 flex-col gap-1 text-sm text-soft">
      {label}
      <select
        name={name}
        className="field w-full text-base text-ink"
        value={value}
        defaultValue={initial}
        onChange={onChange && ((event) => onChange(event.target.value as C))}
      >
        {options.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
