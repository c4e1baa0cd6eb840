/** A small button that shows a sign alone. Switched off it keeps the focus of who works by keys, and does nothing. */

interface Props {
  label: string;
  sign: string;
  off?: boolean;
  small?: boolean;
  onClick: () => void;
}

export function SignButton({ label, sign, off = false, small = false, onClick }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={off}
      className={`button ${small ? "button-small min-w-9 !px-2" : "!px-3"} aria-disabled:opacity-40`}
      onClick={off ? undefined : onClick}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
