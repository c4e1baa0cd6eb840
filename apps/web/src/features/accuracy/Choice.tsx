/** One of a few, as chips under a name. */
export function Choice<T extends string>(props: {
  label: string;
  options: { value: T; words: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <div role="group" aria-label={props.label} className="flex flex-wrap items-center gap-2">
      <span className="text-sm text-soft">{props.label}</span>
      {props.options.map(({ value, words }) => (
        <button
          key={value}
          type="button"
          className="chip"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
