/** Who is signed in, and the ways to what is theirs; for who is not, the way in. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useRef } from "react";
import { put } from "@/shared/api/client";
import { useSignOut } from "@/shared/api/leave";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { isOpen, OWN_WAYS } from "@/shared/ways";

export function PersonMenu() {
  const { t } = useTexts();
  const asking = useSession();
  const { known, person, session } = asking;
  const { href, pathname } = useLocation();
  const client = useQueryClient();
  const leave = useSignOut();
  const menu = useRef<HTMLDetailsElement>(null);
  if (!known) return <span aria-hidden="true" className="size-11 shrink-0" />;
  if (!person || !session) {
    // What a shared link opens needs no account, and its secret has no business in another address.
    const back = /^\/(sign-|shared)/.test(pathname) ? {} : { to: href };
    return (
      <Link
        to="/sign-in"
        search={back}
        aria-label={t("sign_in.button")}
        className="button button-small shrink-0 whitespace-nowrap max-sm:size-11 max-sm:!px-0"
      >
        <span className="sm:hidden">
          <Icon name="person" />
        </span>
        <span className="max-sm:hidden">{t("sign_in.button")}</span>
      </Link>
    );
  }
  const organisations = session.organisations ?? [];
  const close = () => menu.current?.removeAttribute("open");
  const signOut = async () => {
    await leave();
    close();
  };
  const act = async (orgId: number) => {
    await put("/session/organisation", { org_id: orgId });
    close();
    void client.invalidateQueries();
  };
  return (
    <details
      ref={menu}
      className="relative shrink-0"
      onKeyDown={(event) => event.key === "Escape" && close()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
    >
      <summary
        aria-label={t("person.menu", { name: person.name || person.email || "" })}
        className="field flex size-11 cursor-pointer list-none items-center justify-center !px-0 [&::-webkit-details-marker]:hidden"
      >
        <Icon name="person" />
      </summary>
      <div className="sheet absolute right-0 z-30 mt-1 flex w-64 flex-col p-2 shadow-lg">
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
            onClick={close}
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
      </div>
    </details>
  );
}
