/** The frame of the pages on privacy and terms: title, day of the wording, contents, and sections that print well. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { privacyQuery } from "@/shared/api/queries";
import type { PrivacyFacts } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { Woven } from "@/shared/texts/Woven";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { LEGAL_DAY } from "./wording";

export interface Section {
  /** Also where it stands in the address. */
  id: string;
  title: TextKey;
  content: ReactNode;
}

interface Page {
  title: TextKey;
  lead: TextKey;
  sections: (facts: PrivacyFacts) => Section[];
}

export function LegalFrame({ title, lead, sections }: Page) {
  const { t, format } = useTexts();
  const facts = useQuery(privacyQuery);
  usePageTitle(t(title));
  return (
    <article className="flex max-w-3xl flex-col gap-6">
      <header className="flex flex-col gap-2">
        <h1 className="text-xl break-words sm:text-3xl">{t(title)}</h1>
        <p className="max-w-prose text-soft">{t(lead)}</p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-soft">
          <time dateTime={LEGAL_DAY}>{t("legal.day", { day: format.day(LEGAL_DAY) })}</time>
          <button type="button" className="button button-small print:hidden" onClick={() => print()}>
            {t("legal.print")}
          </button>
        </div>
      </header>
      <Answer query={facts} skeleton={<Skeleton rows={6} height="h-24" />}>
        {(known) => <Sections all={sections(known)} />}
      </Answer>
    </article>
  );
}

function Sections({ all }: { all: Section[] }) {
  const { t } = useTexts();
  return (
    <>
      <nav aria-label={t("legal.contents")} className="sheet px-3 py-3 sm:px-5 print:hidden">
        <p className="text-sm text-soft">{t("legal.contents")}</p>
        <ol className="grid sm:grid-cols-2 sm:gap-x-6">
          {all.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`} className="link inline-flex min-h-11 items-center">
                {t(title)}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {all.map(({ id, title, content }) => (
        <section key={id} id={id} aria-labelledby={`${id}-title`} className="flex scroll-mt-4 flex-col gap-3">
          <h2 id={`${id}-title`} className="break-after-avoid text-xl">
            {t(title)}
          </h2>
          {content}
        </section>
      ))}
    </>
  );
}

/** A sentence; its places lead to the pages they name. */
export function Words({ text, facts }: { text: TextKey; facts?: Record<string, string | number> }) {
  const { t } = useTexts();
  const to = (path: "/account" | "/accuracy" | "/privacy" | "/status" | "/terms", title: TextKey) => (
    <Link to={path} className="link">
      {t(title)}
    </Link>
  );
  const parts = {
    account: to("/account", "legal.account"),
    accuracy: to("/accuracy", "accuracy.title"),
    privacy: to("/privacy", "nav.privacy"),
    status: to("/status", "status.title"),
    terms: to("/terms", "nav.terms"),
  };
  return <Woven text={t(text, facts)} parts={parts} />;
}

export function Paragraphs({ of }: { of: TextKey[] }) {
  return of.map((text) => (
    <p key={text} className="max-w-prose">
      <Words text={text} />
    </p>
  ));
}

export function Points({ children }: { children: ReactNode[] }) {
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-2 ps-5">
      {children.map((child, at) => child && <li key={at}>{child}</li>)}
    </ul>
  );
}

/** Who runs the installation, or that nobody said. */
export function Operator({ facts }: { facts: PrivacyFacts }) {
  const { t } = useTexts();
  const { operator_name: name, operator_contact: contact } = facts;
  const said = name ? (contact ? "both" : "name") : contact ? "contact" : "nobody";
  const parts = { name: <strong>{name}</strong>, contact: contact && <Contact at={contact} /> };
  return (
    <>
      <p className={`max-w-prose break-words ${said === "nobody" ? "text-warn" : ""}`}>
        {said === "nobody" && <span aria-hidden="true">△ </span>}
        <Woven text={t(`legal.operator.${said}`)} parts={parts} />
      </p>
      <Paragraphs of={["legal.operator.text"]} />
    </>
  );
}

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** An address of e-mail or of the web leads there; anything else stands as it is. */
function Contact({ at }: { at: string }) {
  const href = MAIL.test(at) ? `mailto:${at}` : /^https:\/\/\S+$/.test(at) ? at : null;
  if (!href) return <strong>{at}</strong>;
  return (
    <a href={href} className="link break-all" rel="noreferrer">
      {at}
    </a>
  );
}
