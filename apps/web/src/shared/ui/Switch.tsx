/** A few choices in a row, one of which holds. */
interface Props<C extends string> {
  label: string;
  choices: readonly (readonly [C, string])[];
  chosen: C;
  onChoose: (choice: C) => void;
}

export function Switch<C extends string>({ label, choices, chosen, onChoose }: Props<C>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="switch flex max-w-full flex-wrap overflow-hidden rounded-lg border border-rule-strong"
    >
      {choices.map(([choice, words]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === chosen}
          onClick={() => onChoose(choice)}
          className="min-h-11 grow border-rule-strong bg-sheet px-2.5 text-sm whitespace-nowrap not-first:border-s aria-pressed:bg-accent aria-pressed:font-semibold aria-pressed:text-on-accent sm:px-3"
        >
          {words}
        </button>
      ))}
    </div>
  );
}
