/** Who is signed in, and the ways to what is theirs; for who is not, the way in. */
import { Link, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";

const load = () => import("./PersonPanel");
const PersonPanel = lazy(load);

export function PersonMenu() {
  const { t } = useTexts();
  const { known, person, session } = useSession();
  const { href, pathname } = useLocation();
  const [opened, setOpened] = useState(false);
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
  const close = () => menu.current?.removeAttribute("open");
  return (
    <details
      ref={menu}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
      onPointerEnter={() => void load()}
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
      {opened && (
        <div className="sheet absolute right-0 z-30 mt-1 flex w-64 flex-col p-2 shadow-lg">
          <Suspense fallback={<div className="skeleton h-64" />}>
            <PersonPanel person={person} session={session} onClose={close} />
          </Suspense>
        </div>
      )}
    </details>
  );
}
