/** What is kept of people here, what for, how long, who sees it, and how they take it back. The figures are the api's. */
import type { PrivacyFacts } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Kept } from "./Kept";
import { LegalFrame, Operator, Paragraphs, Points, Words, type Section } from "./LegalFrame";

export function PrivacyPage() {
  return <LegalFrame title="nav.privacy" lead="privacy.lead" sections={sections} />;
}

function sections(facts: PrivacyFacts): Section[] {
  return [
    { id: "who", title: "privacy.who", content: <Operator facts={facts} /> },
    {
      id: "short",
      title: "privacy.short",
      content: (
        <Points>
          <Words text="privacy.short.open" />
          <Words text="privacy.short.none" />
          <Words text="privacy.short.needed" />
          <Words text="privacy.short.yours" />
        </Points>
      ),
    },
    { id: "kept", title: "privacy.kept", content: <Kept facts={facts} /> },
    {
      id: "not-kept",
      title: "privacy.not",
      content: (
        <Points>
          <Words text="privacy.not.buyers" />
          <Words text="privacy.not.passwords" />
          <Words text="privacy.not.paths" />
        </Points>
      ),
    },
    {
      id: "who-sees",
      title: "privacy.see",
      content: (
        <Points>
          <Words text="privacy.see.you" />
          <Words text="privacy.see.colleagues" />
          <Words text="privacy.see.owner" />
          <Words text="privacy.see.operator" />
          <Words text="privacy.see.shared" />
        </Points>
      ),
    },
    { id: "others", title: "privacy.parties", content: <Others parties={facts.parties} /> },
    {
      id: "rights",
      title: "privacy.rights",
      content: (
        <Points>
          <Words text="privacy.rights.see" />
          <Words text="privacy.rights.correct" />
          <Words text="privacy.rights.delete" />
          <Words text="privacy.rights.ask" />
        </Points>
      ),
    },
    { id: "cookies", title: "privacy.cookies", content: <Cookies lives={facts.seconds} /> },
    { id: "safety", title: "privacy.safety", content: <Paragraphs of={["privacy.safety.text"]} /> },
    { id: "changes", title: "privacy.changes", content: <Paragraphs of={["privacy.changes.text"]} /> },
  ];
}

function Others({ parties }: Pick<PrivacyFacts, "parties">) {
  const { mail, telegram, error_reports: reports, backup_months: months } = parties;
  return (
    <Points>
      <Words text="privacy.parties.host" />
      {mail && <Words text="privacy.parties.mail" />}
      {telegram && <Words text="privacy.parties.telegram" />}
      {reports && <Words text="privacy.parties.reports" />}
      {months !== null && <Words text="privacy.parties.backups" facts={{ n: months }} />}
      {!mail && !telegram && !reports && months === null && <Words text="privacy.parties.none" />}
      <Words text="privacy.parties.market" />
    </Points>
  );
}

function Cookies({ lives }: { lives: PrivacyFacts["seconds"] }) {
  const { t, format } = useTexts();
  const cookies = [
    ["ventra_access", "privacy.cookies.access", lives.access],
    ["ventra_refresh", "privacy.cookies.refresh", lives.session],
    ["ventra_device", "privacy.cookies.device", lives.device],
  ] as const;
  return (
    <>
      <Paragraphs of={["privacy.cookies.text"]} />
      <dl className="sheet divide-y divide-rule px-3 sm:px-5">
        {cookies.map(([name, text, seconds]) => (
          <div key={name} className="break-inside-avoid py-3">
            <dt className="font-medium">
              <code>{name}</code>
            </dt>
            <dd>{t(text)}</dd>
            <dd className="text-sm text-soft">
              {t("legal.how_long")} {format.duration(seconds)}
            </dd>
          </div>
        ))}
      </dl>
      <Paragraphs of={["privacy.cookies.storage"]} />
    </>
  );
}
