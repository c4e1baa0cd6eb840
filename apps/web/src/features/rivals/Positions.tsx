/** Where a product stood in the watched queries: observed ranks alone. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Position } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Lines } from "./Lines";
import { positionsQuery } from "./queries";

export function Positions({ id }: { id: number }) {
  const { t } = useTexts();
  const found = useQuery(positionsQuery(id));
  const items = found.data?.items ?? [];
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-lg">{t("rivals.positions")}</h3>
      {found.data && items.length === 0 && (
        <p className="max-w-prose text-sm text-soft">
          {t("rivals.no_positions")}{" "}
          <Link to="/rivals" className="link">
            {t("rivals.watch_queries")}
          </Link>
        </p>
      )}
      <ul className="grid gap-3 lg:grid-cols-2">
        {items.map((one) => (
          <One key={`${one.query_id} ${one.language}`} position={one} />
        ))}
      </ul>
    </div>
  );
}

function One({ position }: { position: Position }) {
  const { t, format } = useTexts();
  const last = position.looks.at(-1);
  const first = position.looks[0];
  if (!first || !last) return null;
  const seen = position.looks.some((look) => look.rank !== null);
  return (
    <li className="sheet flex flex-col gap-2 p-3 text-sm">
      <p>
        <span dir="auto" className="font-medium">
          “{position.text}”
        </span>{" "}
        <span className="text-xs text-soft">{position.language}</span>
      </p>
      <p>
        {last.rank === null
          ? t("rivals.not_among", { n: last.shown })
          : t("rivals.rank_of", { rank: last.rank, of: last.shown })}{" "}
        <span className="text-xs text-soft">{format.instant(last.seen_at)}</span>
      </p>
      {seen && position.looks.length > 1 && (
        <Lines
          label={t("rivals.rank")}
          first={format.instant(first.seen_at)}
          last={format.instant(last.seen_at)}
          series={[
            {
              key: position.query_id,
              name: position.text,
              own: true,
              values: position.looks.map((look) => look.rank),
            },
          ]}
          say={(value) => format.count(value)}
          upsideDown
        />
      )}
    </li>
  );
}
