/** The frame of every page: name, search, ways to go, language, light; and what everyone must know about the data shown. */
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useRef, useState, type MouseEvent } from "react";
import type { Choices } from "@/shared/api/choices";
import { useLive } from "@/shared/api/useLive";
import { useAccessChanges, useSession } from "@/shared/api/session";
import { isLanguage, LANGUAGES, OWN_NAMES } from "@/shared/texts/languages";
import { openBook, useTexts } from "@/shared/texts/texts";
import { setTheme, useTheme, type Theme } from "@/shared/theme/theme";
import { commandKey } from "@/shared/ui/commandKey";
import { Icon, type IconName } from "@/shared/ui/Icon";
import { FOOT_WAYS, useWays } from "@/shared/ways";
import { useGlobalKeys, type Deed } from "./keys";
import { Notices } from "./Notices";
import { PersonMenu } from "./PersonMenu";
import { Unread } from "./Unread";

const ownChoices = () => import("./OwnChoices");
/** Where it does not come, the page stays as it is. */
const OwnChoices = lazy(() => ownChoices().catch(() => ({ default: () => null })));
type Choose = (choices: Choices) => void;

const palette = () =>
  Promise.all([import("@/features/palette/Palette"), openBook("palette")]).then(([page]) => page);
const keysPanel = () =>
  Promise.all([import("@/features/palette/KeysPanel"), openBook("palette")]).then(([page]) => page);
const Palette = lazy(palette);
const KeysPanel = lazy(keysPanel);
type Over = "palette" | "keys";
const FETCH = { palette, keys: keysPanel };

export function Shell() {
  const { t, setLanguage } = useTexts();
  const { known, person } = useSession();
  const early = useRef<Choices>({});
  const ways = useWays();
  const [over, setOver] = useState<Over | null>(null);
  const [opening, setOpening] = useState(false);
  // What cannot be fetched does not open, and the page stays as it is; the next try asks again.
  const open = async (which: Over) => {
    setOpening(true);
    try {
      await FETCH[which]();
      setOver(which);
    } catch (away) {
      console.info("the sheet could not be fetched", away);
    }
    setOpening(false);
  };
  const navigate = useNavigate();
  useLive();
  useAccessChanges();
  useGlobalKeys((deed: Deed) => {
    if (deed === "home") void navigate({ to: "/" });
    else if (deed === "watchlist") void navigate({ to: "/watchlist" });
    else if (deed !== "search") void open(deed);
    else if (!focusSearch()) void open("palette");
  });
  // What one sheet opened in its place is not closed with it.
  const close = (which: Over) => setOver((now) => (now === which ? null : now));
  const apply = useCallback(
    ({ language, theme }: Choices) => {
      if (language) setLanguage(language);
      if (theme) setTheme(theme);
    },
    [setLanguage],
  );
  const choose = (choices: Choices) => {
    apply(choices);
    const unsettled = !known || Object.keys(early.current).length > 0;
    if (unsettled) early.current = { ...early.current, ...choices };
    if (person) void ownChoices().then(({ save }) => save(person.user_id, choices), console.info);
  };
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        onClick={toContent}
        className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:bg-sheet focus:p-3"
      >
        {t("nav.skip")}
      </a>
      <header className="print:hidden border-b border-rule bg-paper">
        <div className="mx-auto flex w-full max-w-[76rem] items-center gap-2 px-4 py-2 sm:gap-4">
          <Link
            to="/"
            aria-label="VENTRA"
            className="flex shrink-0 items-center gap-2 font-head text-lg font-semibold tracking-wide max-[26rem]:min-h-11"
          >
            <img src="/favicon.svg" alt="" width="28" height="28" className="size-7" />
            <span className="max-[26rem]:hidden">VENTRA</span>
          </Link>
          <nav aria-label={t("nav.label")} className="ms-1 hidden min-w-0 lg:flex">
            {ways.filter(isWorded).map((way) => (
              <Link
                key={way.to}
                to={way.to}
                className="flex min-h-11 items-center rounded-lg px-2 leading-tight text-soft hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:underline aria-[current=page]:decoration-accent aria-[current=page]:decoration-2 aria-[current=page]:underline-offset-8"
                activeOptions={{ exact: way.to === "/", includeSearch: false }}
              >
                {t(way.key)}
              </Link>
            ))}
          </nav>
          <div className="ms-auto flex min-w-0 items-center gap-2 lg:shrink-0">
            <SearchButton onOpen={() => void open("palette")} />
            {person && <Bell />}
            <LanguageSwitch choose={choose} />
            <span className="max-sm:hidden">
              <ThemeSwitch choose={choose} />
            </span>
            <PersonMenu />
          </div>
        </div>
      </header>
      <Notices />
      <main
        id="content"
        tabIndex={-1}
        className="outline-none mx-auto w-full max-w-[76rem] grow px-4 pt-5 pb-10"
      >
        <Outlet />
      </main>
      <footer className="print:hidden mx-auto w-full max-w-[76rem] px-4 pb-20 text-sm text-soft lg:pb-4">
        <div className="flex flex-wrap items-center gap-x-6 border-t border-rule pt-1">
          {FOOT_WAYS.map(({ to, key }) => (
            <Link key={to} to={to} className="link inline-flex min-h-11 items-center">
              {t(key)}
            </Link>
          ))}
          <span className="ms-auto py-1 sm:hidden">
            <ThemeSwitch choose={choose} />
          </span>
        </div>
      </footer>
      <BottomBar />
      <Suspense fallback={null}>
        {person && <OwnChoices person={person} apply={apply} earlyRef={early} />}
      </Suspense>
      {opening && <Opening />}
      <Suspense fallback={null}>
        {over === "palette" && (
          <Palette choose={choose} onClose={() => close("palette")} onKeys={() => void open("keys")} />
        )}
        {over === "keys" && <KeysPanel onClose={() => close("keys")} />}
      </Suspense>
    </div>
  );
}

/** Without the address: behind its # may stand the secret of a link. */
function toContent(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

/** The page's own search field, where it has one. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("#content input[type=search]");
  field?.focus();
  field?.select();
  return field !== null;
}

function SearchButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useTexts();
  const fetchAhead = () => void palette().catch(console.info);
  return (
    <button
      type="button"
      title={`${t("nav.search")} (${commandKey} K)`}
      aria-keyshortcuts="Control+K Meta+K"
      className="field flex h-11 min-w-11 shrink-0 items-center justify-center gap-2 !px-0 text-soft xl:!px-3"
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onClick={onOpen}
    >
      <Icon name="search" />
      <span className="sr-only">{t("nav.search")}</span>
      <kbd className="key hidden xl:block">{commandKey} K</kbd>
    </button>
  );
}

/** In the head of a desk a bell stands for the word. */
const isWorded = ({ to }: { to: string }) => to !== "/alerts";

function Bell() {
  const { t } = useTexts();
  return (
    <Link
      to="/alerts"
      search={{}}
      title={t("nav.alerts")}
      className="field hidden size-11 shrink-0 items-center justify-center !px-0 lg:flex aria-[current=page]:border-accent aria-[current=page]:text-accent"
      activeOptions={{ includeSearch: false }}
    >
      <span className="relative">
        <Icon name="bell" />
        <Unread />
      </span>
      <span className="sr-only">{t("nav.alerts")}</span>
    </Link>
  );
}

/** Stands while the palette's script is fetched. */
function Opening() {
  const { t } = useTexts();
  return (
    <div
      role="status"
      aria-label={t("state.loading")}
      className="skeleton fixed inset-x-2 top-2 z-40 mx-auto h-14 max-w-2xl"
    />
  );
}

function BottomBar() {
  const { t } = useTexts();
  const ways = useWays();
  if (ways.length < 2) return null;
  return (
    <nav
      aria-label={t("nav.label")}
      className="fixed print:hidden inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t border-rule bg-sheet pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {ways.map((way) => (
        <Link
          key={way.to}
          to={way.to}
          className="flex min-h-14 flex-col items-center justify-center gap-0.5 px-0.5 text-center text-xs leading-tight text-soft max-[24rem]:text-[0.625rem] max-[24rem]:tracking-tighter aria-[current=page]:font-semibold aria-[current=page]:text-accent"
          activeOptions={{ exact: way.to === "/", includeSearch: false }}
        >
          <span className="relative">
            <Icon name={way.icon} />
            {way.to === "/alerts" && <Unread />}
          </span>
          {t(way.key)}
        </Link>
      ))}
    </nav>
  );
}

function LanguageSwitch({ choose }: { choose: Choose }) {
  const { t, language } = useTexts();
  return (
    <select
      aria-label={t("nav.language")}
      className="field !min-h-11 max-w-36 min-w-0 !px-2 text-sm"
      value={language}
      onChange={(event) => {
        if (isLanguage(event.target.value)) choose({ language: event.target.value });
      }}
    >
      {LANGUAGES.map((each) => (
        <option key={each} value={each} lang={each}>
          {OWN_NAMES[each]}
        </option>
      ))}
    </select>
  );
}

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const THEME_ICON: Record<Theme, IconName> = { system: "half", light: "sun", dark: "moon" };

function ThemeSwitch({ choose }: { choose: Choose }) {
  const { t } = useTexts();
  const { theme } = useTheme();
  const label = `${t("theme.label")}: ${t(`theme.${theme}`)}`;
  return (
    <button
      type="button"
      className="field flex size-11 shrink-0 items-center justify-center !px-0"
      aria-label={label}
      title={label}
      onClick={() => choose({ theme: NEXT[theme] })}
    >
      <Icon name={THEME_ICON[theme]} />
    </button>
  );
}
