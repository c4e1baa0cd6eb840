/** What the service is, what its numbers are worth, and what both sides may expect. */
import type { PrivacyFacts } from "@/shared/api/shapes";
import { LegalFrame, Operator, Paragraphs, Points, Words, type Section } from "./LegalFrame";

export function TermsPage() {
  return <LegalFrame title="nav.terms" lead="terms.lead" sections={sections} />;
}

function sections(facts: PrivacyFacts): Section[] {
  const { reads_per_minute: reads, person_per_minute: person } = facts;
  return [
    { id: "what", title: "terms.what", content: <Paragraphs of={["terms.what.text"]} /> },
    {
      id: "numbers",
      title: "terms.numbers",
      content: (
        <Paragraphs of={["terms.numbers.interval", "terms.numbers.measured", "terms.numbers.yours"]} />
      ),
    },
    {
      id: "no-warranty",
      title: "terms.as_is",
      content: <Paragraphs of={["terms.as_is.text", "terms.as_is.liability"]} />,
    },
    {
      id: "account",
      title: "terms.account",
      content: (
        <Points>
          <Words text="terms.account.true" />
          <Words text="terms.account.deeds" />
          <Words text="terms.account.organisation" />
        </Points>
      ),
    },
    {
      id: "fair-use",
      title: "terms.fair",
      content: (
        <Points>
          {reads === null ? (
            <Words text="terms.fair.reads_free" />
          ) : (
            <Words text="terms.fair.reads" facts={{ n: reads }} />
          )}
          <Words text="terms.fair.person" facts={{ n: person }} />
          <Words text="terms.fair.plan" />
          <Words text="terms.fair.not" />
        </Points>
      ),
    },
    { id: "yours", title: "terms.own", content: <Paragraphs of={["terms.own.text"]} /> },
    {
      id: "ending",
      title: "terms.end",
      content: <Paragraphs of={["terms.end.you", "terms.end.operator"]} />,
    },
    { id: "law", title: "terms.law", content: <Paragraphs of={["terms.law.text"]} /> },
    { id: "changes", title: "terms.changes", content: <Paragraphs of={["terms.changes.text"]} /> },
    { id: "contact", title: "terms.contact", content: <Operator facts={facts} /> },
  ];
}
