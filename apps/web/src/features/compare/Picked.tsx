/** The products that are compared: what stands for each in the drawing, and how to move it, single it out or take it away. */
import { Link } from "@tanstack/react-router";
import { ApiProblem } from "@/shared/api/client";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { useProblemText } from "@/shared/ui/states";
import { Swatch } from "./Swatch";
import type { Compared } from "./useCompared";

export interface Deeds {
  move: (place: number, by: 1 | -1) => void;
  take: (id: number) => void;
  single: (id: number) => void;
}

interface Props extends Deeds {
  all: readonly Compared[];
  /** The product singled out. */
  on: number | undefined;
}

export function Picked({ all, on, move, take, single }: Props) {
  const { t } = useTexts();
  const name = useNames();
  return (
    <ol aria-label={t("compare.products")} className="grid gap-2 lg:grid-cols-2">
      {all.map((each, place) => {
        const words = { name: name(each) };
        return (
          <li key={each.id} className="sheet flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <Swatch place={place} />
            <div className="min-w-0 grow basis-40">
              <Link
                to="/p/$id"
                params={{ id: String(each.id) }}
                dir="auto"
                className="line-clamp-2 font-medium wrap-anywhere hover:underline"
              >
                {words.name}
              </Link>
              <Trouble error={each.product.error} />
            </div>
            <div className="ms-auto flex gap-1">
              <button
                type="button"
                aria-pressed={each.id === on}
                aria-label={t("compare.single_of", words)}
                title={t("compare.single")}
                className="button button-small !px-2 aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
                onClick={() => single(each.id)}
              >
                <Icon name="star" filled={each.id === on} />
              </button>
              <Act
                label={t("compare.up_of", words)}
                sign="↑"
                off={place === 0}
                onClick={() => move(place, -1)}
              />
              <Act
                label={t("compare.down_of", words)}
                sign="↓"
                off={place === all.length - 1}
                onClick={() => move(place, 1)}
              />
              <Act label={t("compare.remove_of", words)} sign="✕" off={false} onClick={() => take(each.id)} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

interface ActProps {
  label: string;
  sign: string;
  off: boolean;
  onClick: () => void;
}

function Act({ label, sign, off, onClick }: ActProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={off}
      className="button button-small min-w-9 !px-2 aria-disabled:opacity-40"
      onClick={off ? undefined : onClick}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function Trouble({ error }: { error: unknown }) {
  const { t } = useTexts();
  const problem = useProblemText();
  if (!error) return null;
  const gone = error instanceof ApiProblem && error.status === 404;
  return (
    <p role="alert" className="text-sm text-bad">
      ✕ {gone ? t("compare.unknown") : problem(error)}
    </p>
  );
}

/** What a product is called, also before it is known. */
export function useNames(): (each: Compared) => string {
  const { t, format } = useTexts();
  return ({ id, product: { data } }) =>
    (data && format.title(data.titles)) ?? t("product.untitled", { id: String(id) });
}
