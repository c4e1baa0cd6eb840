/** What opens under the person: whom they act for, the ways to what is theirs, and the way out. Fetched when it is opened. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { put } from "@/shared/api/client";
import { useSignOut } from "@/shared/api/leave";
import { useSession } from "@/shared/api/session";
import type { Person, Session } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { OWN_WAYS } from "@/shared/ownWays";
import { isOpen } from "@/shared/ways";

interface Props {
  person: Person;
  session: Session;
  onClose: () => void;
}

export default function PersonPanel({ person, session, onClose }: Props) {
  const { t } = useTexts();
  const asking = useSession();
  const client = useQueryClient();
  const leave = useSignOut();
  const organisations = session.organisations ?? [];
  const signOut = async () => {
    await leave();
    onClose();
  };
  const act = async (orgId: number) => {
    await put("/session/organisation", { org_id: orgId });
    onClose();
    void client.invalidateQueries();
  };
  return (
    <>
      <p className="truncate px-3 py-2 text-sm text-soft">{person.name || person.email}</p>
      {organisations.length > 1 && (
        <label className="flex flex-col gap-1 px-3 pb-2 text-sm text-soft">
          {t("person.organisation")}
          <select
            className="field !min-h-11 text-ink"
            value={session.org_id ?? ""}
            onChange={(event) => void act(Number(event.target.value))}
          >
            {organisations.map((one) => (
              <option key={one.org_id} value={one.org_id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {OWN_WAYS.filter((way) => isOpen(way.needs, asking)).map(({ to, key }) => (
        <Link
          key={to}
          to={to}
          className="flex min-h-11 items-center rounded-lg px-3 hover:bg-sunk"
          onClick={onClose}
        >
          {t(key)}
        </Link>
      ))}
      <button
        type="button"
        className="flex min-h-11 items-center rounded-lg px-3 text-start hover:bg-sunk"
        onClick={() => void signOut()}
      >
        {t("person.sign_out")}
      </button>
    </>
  );
}
