/** One input for a thumb: a step down, the number, a step up; and where it may be anything of a range, the range's ends. */
import { useId, useState } from "react";
import type { UsedRate } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { fieldOf, LEAST, type Choices, type FieldName } from "./fields";
import { isRange, movedTo, type Amount } from "./inputs";
import { useUnits } from "./units";

interface Props {
  name: FieldName;
  amount: Amount | undefined;
  choices: Choices;
  /** The rate that holds where nothing is put in. */
  used: UsedRate | undefined;
  missing?: boolean;
  onChange: (amount: Amount | undefined) => void;
  /** What is put in is kept as the organisation's own rate. */
  onKeep?: (amount: Amount) => void;
}

export function AmountField({ name, amount, choices, used, missing = false, onChange, onKeep }: Props) {
  const { t, format } = useTexts();
  const { inUnit, unitOf } = useUnits(choices);
  const id = useId();
  const [open, setOpen] = useState(false);
  const { step } = fieldOf(name);
  const least = LEAST[name] ?? 0;
  const ranged = amount !== undefined && (open || isRange(amount));
  const stepped = (by: number) => {
    const from = amount?.likely ?? used?.value.point ?? 0;
    // To the next whole step, so that two taps there and back lead to where one was.
    const next = Math.round((from + by * step) * 1e6) / 1e6;
    onChange(movedTo(amount ?? { likely: next }, Math.max(next, least)));
  };
  const take = (likely: number | undefined) =>
    onChange(likely === undefined ? undefined : movedTo(amount ?? { likely }, Math.max(likely, least)));
  const label = t(`costs.field.${name}`);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-6 items-end justify-between gap-2">
        <label htmlFor={id} className="text-sm leading-tight text-soft">
          {label}, {unitOf(name)}
        </label>
        {amount && (
          <button
            type="button"
            className="link -my-2 min-h-11 shrink-0 px-1 text-xs"
            aria-expanded={ranged}
            aria-label={`${label}: ${t(ranged ? "costs.exact" : "costs.range")}`}
            onClick={() => {
              setOpen(!ranged);
              if (ranged) onChange({ likely: amount.likely });
            }}
          >
            {t(ranged ? "costs.exact" : "costs.range")}
          </button>
        )}
      </div>
      <div className="flex">
        <Step label={t("costs.less", { what: label })} sign="−" onClick={() => stepped(-1)} end="start" />
        <NumberInput
          id={id}
          value={amount?.likely}
          placeholder={used ? inUnit(used.value.point) : ""}
          invalid={missing}
          describedBy={used || missing ? `${id}-hint` : undefined}
          onChange={take}
        />
        <Step label={t("costs.more", { what: label })} sign="+" onClick={() => stepped(1)} end="end" />
      </div>
      {ranged && (
        <div className="grid grid-cols-2 gap-2">
          {(["low", "high"] as const).map((end) => (
            <label key={end} className="flex min-w-0 flex-col text-xs text-soft">
              {t(`costs.${end}`)}
              <NumberInput
                value={amount[end] ?? amount.likely}
                onChange={(value) => onChange(withEnd(amount, end, value))}
              />
            </label>
          ))}
        </div>
      )}
      {missing && (
        <p id={`${id}-hint`} className="text-xs text-bad">
          ✕ {t("costs.missing")}
        </p>
      )}
      {!missing && used && !amount && (
        <p id={`${id}-hint`} className="text-xs text-soft">
          {t(used.own ? "costs.by_own" : "costs.by_rate", { rate: inUnit(used.value) })}
          {used.daily && ` · ${t("costs.daily")}, ${format.day(used.valid_from)}`}
          {used.daily && used.stale && <span className="text-warn"> △ {t("costs.old_daily")}</span>}
          {!used.verified && <span className="text-warn"> △ {t("costs.unverified")}</span>}
        </p>
      )}
      {amount && onKeep && (
        <button type="button" className="link min-h-9 self-start text-xs" onClick={() => onKeep(amount)}>
          {t("costs.keep_rate")}
        </button>
      )}
    </div>
  );
}

function withEnd(amount: Amount, end: "low" | "high", value: number | undefined): Amount {
  const within = end === "low" ? Math.min : Math.max;
  return { ...amount, [end]: within(value ?? amount.likely, amount.likely) };
}

function Step(props: { label: string; sign: string; end: "start" | "end"; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      onClick={props.onClick}
      className={`field flex size-12 shrink-0 touch-manipulation items-center justify-center !px-0 text-xl select-none ${
        props.end === "start" ? "!rounded-e-none border-e-0" : "!rounded-s-none border-s-0"
      }`}
    >
      <span aria-hidden="true">{props.sign}</span>
    </button>
  );
}

interface NumberProps {
  id?: string;
  value: number | undefined;
  placeholder?: string;
  invalid?: boolean;
  describedBy?: string;
  onChange: (value: number | undefined) => void;
}

/** What is typed holds as soon as it is a number; an empty field is not known, and never 0. */
function NumberInput({ id, value, placeholder, invalid = false, describedBy, onChange }: NumberProps) {
  const { format, language } = useTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => {
    const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
    return plain === "" ? undefined : /^\d{1,10}(\.\d{0,6})?$/.test(plain) ? Number(plain) : null;
  };
  const wrong = typed !== null && read(typed) === null;
  const shown = value === undefined ? "" : value >= 10000 ? format.count(value) : String(value);
  return (
    <input
      id={id}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      maxLength={16}
      value={
        typed ??
        (language === "en" || value === undefined || value >= 10000 ? shown : shown.replace(".", ","))
      }
      placeholder={placeholder}
      aria-invalid={invalid || wrong}
      aria-describedby={describedBy}
      className="field h-12 w-full min-w-0 !rounded-none !px-2 text-center text-lg text-ink placeholder:text-soft aria-invalid:border-bad"
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value);
        const next = read(event.target.value);
        if (next !== null) onChange(next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
