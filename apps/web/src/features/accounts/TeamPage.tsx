/** The organisation: who belongs to it and may what, and inviting more. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { invitationsQuery, membersQuery, organisationQuery } from "@/shared/api/accounts";
import { patch, post, put, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { InvitationMade, Invitations, Member, Organisation, Role } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { Field } from "@/shared/ui/Field";
import { Gate } from "@/shared/ui/Gate";
import { Once } from "@/shared/ui/Once";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Form, FormProblem } from "./Frame";
import { Part } from "./Part";
import { Done } from "./proof";

const TakeHomePart = lazy(
  async () => (await Promise.all([import("./TakeHomePart"), openBook("carried")]))[0],
);
const ROLES: readonly Role[] = ["viewer", "analyst", "manager", "owner"];

export function TeamPage() {
  const { t } = useTexts();
  usePageTitle(t("team.title"));
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <h1 className="text-2xl sm:text-3xl">{t("team.title")}</h1>
      <Gate needs="viewer">
        <Content />
      </Gate>
    </div>
  );
}

function Content() {
  const { may } = useSession();
  const organisation = useQuery(organisationQuery);
  return (
    <>
      <Answer query={organisation} skeleton={<Skeleton rows={1} height="h-24" />}>
        {(data) => <NamePart organisation={data} />}
      </Answer>
      <MembersPart />
      {may("manager") && <InvitationsPart />}
      <NewPart />
      {may("owner") && (
        <Suspense fallback={<Skeleton rows={1} height="h-48" />}>
          <TakeHomePart />
        </Suspense>
      )}
    </>
  );
}

function useChanges() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: organisationQuery.queryKey });
    void client.invalidateQueries({ queryKey: ["session"] });
  };
}

function NamePart({ organisation }: { organisation: Organisation }) {
  const { t, format } = useTexts();
  const { may } = useSession();
  const changed = useChanges();
  const { plan } = organisation;
  const limits = (["products", "members", "keys"] as const).filter((name) => plan[name] !== null);
  return (
    <Part title={organisation.name} text={t("team.your_role", { role: t(`role.${organisation.role}`) })}>
      {limits.length > 0 && (
        <p className="text-sm text-soft">
          {limits.map((name) => t(`plan.${name}`, { most: format.count(plan[name]) })).join(" · ")}
        </p>
      )}
      {may("owner") && (
        <Form
          send={(values) => patch("/organisation", { name: values.name })}
          done={changed}
          button={t("form.save")}
        >
          {(error) => (
            <Field
              name="name"
              label={t("team.name")}
              defaultValue={organisation.name}
              required
              maxLength={80}
              error={error}
            />
          )}
        </Form>
      )}
    </Part>
  );
}

function MembersPart() {
  const { t } = useTexts();
  const { person, session, may } = useSession();
  const changed = useChanges();
  const members = useQuery(membersQuery);
  const change = useMutation({
    mutationFn: ({ id, role }: { id: number; role: Role | null | "hand" }) =>
      role === null
        ? remove(`/organisation/members/${id}`)
        : role === "hand"
          ? post("/organisation/hand-over", { user_id: id })
          : put(`/organisation/members/${id}`, { role }),
    onSettled: changed,
  });
  const own = session?.role ?? null;
  const reach = (role: Role) => own !== null && ROLES.indexOf(role) <= ROLES.indexOf(own as Role);
  const row = (one: Member) => {
    const role = one.role as Role;
    const self = one.user_id === person?.user_id;
    return (
      <li key={one.user_id} className="flex flex-wrap items-center justify-between gap-2 py-3">
        <span className="min-w-0">
          <span className="font-medium break-all">{one.name || one.email || `#${one.user_id}`}</span>
          {self && <span className="text-good"> ✓ {t("team.you")}</span>}
          <span className="block text-sm break-all text-soft">
            {one.name && one.email ? `${one.email} · ` : ""}
            {t(one.second_factor ? "team.factor_on" : "team.factor_off")}
            {one.suspended && ` · ${t("team.suspended")}`}
          </span>
        </span>
        <span className="flex flex-wrap items-center gap-2">
          {may("manager") && reach(role) && !self ? (
            <select
              aria-label={t("team.role_of", { name: one.name || one.email || "" })}
              className="field !min-h-11 !px-2 text-sm"
              value={role}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ id: one.user_id, role: event.target.value as Role })}
            >
              {ROLES.filter(reach).map((each) => (
                <option key={each} value={each}>
                  {t(`role.${each}`)}
                </option>
              ))}
            </select>
          ) : (
            <span className="text-sm text-soft">{t(`role.${role}`)}</span>
          )}
          {may("owner") && !self && (
            <Confirm
              button={t("team.hand_over")}
              title={t("team.hand_over")}
              text={t("team.hand_over_text", { name: one.name || one.email || "" })}
              yes={t("team.hand_over")}
              onYes={() => change.mutate({ id: one.user_id, role: "hand" })}
            />
          )}
          {(self || (may("manager") && reach(role))) && (
            <Confirm
              button={t(self ? "team.leave" : "list.remove")}
              title={t(self ? "team.leave" : "team.remove")}
              text={t(self ? "team.leave_text" : "team.remove_text")}
              yes={t(self ? "team.leave" : "list.remove")}
              onYes={() => change.mutate({ id: one.user_id, role: null })}
            />
          )}
        </span>
      </li>
    );
  };
  return (
    <Part title={t("team.members")} text={t("team.members_text")}>
      <Answer query={members} skeleton={<Skeleton rows={3} height="h-12" />}>
        {({ items }) => <ul className="flex flex-col divide-y divide-rule">{items.map(row)}</ul>}
      </Answer>
      <FormProblem error={change.error} />
    </Part>
  );
}

function InvitationsPart() {
  const { t, format } = useTexts();
  const { session } = useSession();
  const client = useQueryClient();
  const invitations = useQuery(invitationsQuery);
  const [made, setMade] = useState<InvitationMade | null>(null);
  const changed = () => void client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const revoking = useMutation({
    mutationFn: (id: number) => remove(`/organisation/invitations/${id}`),
    onSettled: changed,
  });
  const own = (session?.role ?? "viewer") as Role;
  const row = (one: Invitations["items"][number]) => (
    <li key={one.invitation_id} className="flex flex-wrap items-center justify-between gap-2 py-2">
      <span className="min-w-0">
        <span className="font-medium break-words">{one.note || t("invite.unnamed")}</span>
        <span className="block text-sm text-soft">
          {t(`role.${one.role as Role}`)} · {t(`invite.state_${one.state as "open"}`)} ·{" "}
          {t("list.until", { at: format.instant(one.expires_at) })}
        </span>
      </span>
      {one.state === "open" && (
        <button
          type="button"
          className="button button-small"
          disabled={revoking.isPending}
          onClick={() => revoking.mutate(one.invitation_id)}
        >
          {t("invite.revoke")}
        </button>
      )}
    </li>
  );
  return (
    <Part title={t("invite.title")} text={t("invite.text")}>
      <Form
        send={(values) =>
          post<InvitationMade>("/organisation/invitations", { role: values.role, note: values.note ?? "" })
        }
        done={(answer) => {
          setMade(answer);
          changed();
        }}
        button={t("invite.button")}
      >
        {(error) => (
          <>
            <label className="flex flex-col gap-1 text-sm text-soft">
              {t("invite.role")}
              <select name="role" className="field text-base text-ink" defaultValue="viewer">
                {ROLES.slice(0, ROLES.indexOf(own) + 1).map((each) => (
                  <option key={each} value={each}>
                    {t(`role.${each}`)}
                  </option>
                ))}
              </select>
            </label>
            <ul className="text-sm text-soft">
              {ROLES.map((each) => (
                <li key={each}>
                  <span className="font-medium">{t(`role.${each}`)}</span> — {t(`role.${each}_may`)}
                </li>
              ))}
            </ul>
            <Field name="note" label={t("invite.note")} maxLength={120} error={error} />
          </>
        )}
      </Form>
      {made && <Once text={made.link} label={t("invite.link", { at: format.instant(made.expires_at) })} />}
      <Answer query={invitations} skeleton={<Skeleton rows={1} height="h-12" />}>
        {({ items }) => <ul className="flex flex-col divide-y divide-rule">{items.map(row)}</ul>}
      </Answer>
    </Part>
  );
}

function NewPart() {
  const { t } = useTexts();
  const client = useQueryClient();
  const [done, setDone] = useState(false);
  return (
    <details className="sheet px-3 sm:px-5">
      <summary className="min-h-11 py-2.5 font-medium">{t("team.new")}</summary>
      <div className="pb-4">
        <Form
          send={(values) => post("/organisations", { name: values.name })}
          done={() => {
            setDone(true);
            void client.invalidateQueries();
          }}
          button={t("team.new_button")}
        >
          {(error) => <Field name="name" label={t("team.name")} required maxLength={80} error={error} />}
        </Form>
        {done && <Done text={t("team.new_done")} />}
      </div>
    </details>
  );
}
