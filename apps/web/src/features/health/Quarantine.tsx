/** Pages nothing was taken from because their shape is unknown, and fields that are new. */
import { Link } from "@tanstack/react-router";
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function Quarantine({ items }: { items: DataHealth["quarantine"]["items"] }) {
  const { t, format } = useTexts();
  if (items.length === 0) return <p className="text-sm">{t("health.quarantine_none")}</p>;
  return (
    <ul className="sheet divide-y divide-rule">
      {items.map((item) => (
        <li key={item.id} className="flex flex-col gap-1 px-3 py-2 text-sm sm:px-4">
          <p className="font-medium break-words">{item.reason}</p>
          <p className="text-xs break-all text-soft">
            {format.instant(item.seen_at)} · {item.url}
            {item.product_id !== null && (
              <>
                {" · "}
                <Link to="/p/$id" params={{ id: String(item.product_id) }} className="link">
                  № {item.product_id}
                </Link>
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function UnknownFields({ fields }: { fields: DataHealth["unknown_fields"] }) {
  const { t, format } = useTexts();
  if (fields.length === 0) return <p className="text-sm">{t("health.unknown_none")}</p>;
  return (
    <ul className="sheet divide-y divide-rule">
      {fields.map((field) => (
        <li
          key={`${field.source} ${field.field}`}
          className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-2 text-sm sm:px-4"
        >
          <code className="break-all">
            {field.source} · {field.field}
          </code>
          <span className="text-xs text-soft">
            {t("health.first_seen", { time: format.instant(field.first_seen) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
