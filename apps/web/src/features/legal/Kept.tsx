/** Each thing that is kept of people: what it is and what for, and how long by the figures that the service works by. */
import type { PrivacyFacts } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";

const THINGS = [
  "account",
  "proof",
  "telegram",
  "sessions",
  "letters",
  "invitations",
  "keys",
  "audit",
  "own",
  "logs",
] as const;

export function Kept({ facts }: { facts: PrivacyFacts }) {
  const { t, format } = useTexts();
  const { kept_days: kept, seconds, parties } = facts;
  const days = (n: number) => t("duration.days", { n });
  const times: Partial<Record<(typeof THINGS)[number], Record<string, string>>> = {
    sessions: { life: format.duration(seconds.session), days: days(kept.sessions) },
    letters: { link: format.duration(seconds.link), links: days(kept.links), letters: days(kept.letters) },
    invitations: { life: format.duration(seconds.invitation), days: days(kept.invitations) },
    keys: { days: days(kept.keys) },
    own: { notes: days(kept.notes), lists: days(kept.lists), shares: days(kept.share_links) },
  };
  return (
    <dl className="sheet divide-y divide-rule px-3 sm:px-5">
      {THINGS.filter((thing) => thing !== "telegram" || parties.telegram).map((thing) => {
        const key: TextKey = `privacy.kept.${thing}`;
        return (
          <div key={thing} className="break-inside-avoid py-3">
            <dt className="font-semibold">{t(key)}</dt>
            <dd className="max-w-prose">{t(`${key}.text`)}</dd>
            <dd className="mt-1 max-w-prose text-sm text-soft">
              <strong className="font-medium">{t("legal.how_long")}</strong> {t(`${key}.time`, times[thing])}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
