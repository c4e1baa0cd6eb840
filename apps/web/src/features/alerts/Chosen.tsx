/** What was found and taken, with the way to take another. */
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";

export function Chosen({ title, onDrop }: { title: string; onDrop: () => void }) {
  const { t } = useTexts();
  return (
    <p className="flex items-center gap-2 rounded-lg border border-accent bg-accent-soft ps-3">
      <span dir="auto" className="min-w-0 grow py-2 font-medium wrap-anywhere">
        {title}
      </span>
      <button
        type="button"
        className="flex size-11 shrink-0 items-center justify-center"
        aria-label={t("rule.another", { name: title })}
        onClick={onDrop}
      >
        <Icon name="close" />
      </button>
    </p>
  );
}

export function Option({ title, more }: { title: string; more: string | undefined }) {
  return (
    <span className="min-w-0">
      <span dir="auto" className="line-clamp-2 wrap-anywhere">
        {title}
      </span>
      {more && <span className="text-xs text-soft">{more}</span>}
    </span>
  );
}
