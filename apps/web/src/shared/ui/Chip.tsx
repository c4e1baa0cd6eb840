/** A filter that is on or off. */
interface Props {
  words: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

export function Chip({ words, on, onChange }: Props) {
  return (
    <button
      type="button"
      className="chip max-sm:!px-3 max-sm:text-sm"
      aria-pressed={on}
      onClick={() => onChange(!on)}
    >
      {on && <span aria-hidden="true">✓</span>}
      {words}
    </button>
  );
}
