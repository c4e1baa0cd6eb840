/** One field for everything: find a product, a shop, a category or a saved view, go to a page, do something. All of it by keyboard. */
import { useRouter } from "@tanstack/react-router";
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from "react";
import type { Choices } from "@/shared/api/choices";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { movedTo } from "@/shared/ui/listbox";
import { laidOut, named, type Entry } from "./entry";
import { OptionList, Said } from "./OptionList";
import { keepRecent } from "./recent";
import { useFound } from "./useFound";
import { useCategories, useDeeds, useLink, usePages, useRecent } from "./useKnown";
import { useViews } from "./useViews";

interface Props {
  choose: (choices: Choices) => void;
  onClose: () => void;
  onKeys: () => void;
}

export default function Palette({ choose, onClose, onKeys }: Props) {
  const { t } = useTexts();
  const router = useRouter();
  const name = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState<string | null>(null);
  /** Enter was pressed before the answer was there. */
  const [hurried, setHurried] = useState(false);

  const pages = usePages();
  const deeds = useDeeds(choose, onKeys);
  const recent = useRecent(pages);
  const link = useLink(typed);
  const views = useViews(pages, typed);
  const categories = useCategories(typed);
  const found = useFound(typed);
  const empty = typed.trim() === "";
  const groups = laidOut(
    empty
      ? [
          { title: "palette.recent", entries: recent },
          { title: "palette.pages", entries: pages },
          { title: "palette.deeds", entries: deeds },
        ]
      : [
          { title: "palette.link", entries: link },
          { title: "palette.views", entries: views },
          { title: "palette.products", entries: found.products },
          { title: "palette.sellers", entries: found.sellers },
          { title: "palette.categories", entries: categories },
          { title: "palette.pages", entries: named(pages, typed) },
          { title: "palette.deeds", entries: named(deeds, typed) },
        ],
  );
  const entries = groups.flatMap((group) => group.entries);
  const place = Math.max(
    entries.findIndex(({ id }) => id === active),
    0,
  );
  const current = entries[place];
  const optionOf = (id: string) => `${name}-${id}`;
  const currentOption = current && optionOf(current.id);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  useEffect(() => {
    if (currentOption) document.getElementById(currentOption)?.scrollIntoView({ block: "nearest" });
  }, [currentOption]);

  const take = (entry: Entry, apart: boolean) => {
    if (entry.recent) keepRecent(entry.recent);
    if (apart && entry.href) {
      window.open(entry.href, "_blank", "noopener");
      return;
    }
    // First back to where the focus came from, then on.
    dialog.current?.close();
    if (entry.href) void router.navigate({ href: entry.href });
    else entry.run?.();
  };
  const settled = hurried && !found.waiting;
  const takeFirst = useEffectEvent(() => {
    setHurried(false);
    if (current) take(current, false);
  });
  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(() => takeFirst());
    return () => clearTimeout(timer);
  }, [settled]);

  const onKey = (event: KeyboardEvent) => {
    const command = event.metaKey || event.ctrlKey;
    if (command && (event.key.toLowerCase() === "k" || event.code === "KeyK")) {
      event.preventDefault();
      dialog.current?.close();
      return;
    }
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (found.waiting && !found.away && active === null && !command) setHurried(true);
      else if (current) take(current, command);
      return;
    }
    if (command || event.altKey || event.shiftKey) return;
    const to = movedTo(event.key, place, entries.length);
    const next = to === null ? undefined : entries[to];
    if (!next) return;
    event.preventDefault();
    setHurried(false);
    setActive(next.id);
  };
  const onPick = (event: MouseEvent, entry: Entry) => {
    if (entry.href && (event.metaKey || event.ctrlKey || event.shiftKey)) {
      if (entry.recent) keepRecent(entry.recent);
      return;
    }
    event.preventDefault();
    take(entry, false);
  };

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("nav.search")}
      onClose={onClose}
      onKeyDown={onKey}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div className="flex items-center gap-2 border-b border-rule px-3 py-2">
        <span className="text-soft">
          <Icon name="search" />
        </span>
        <input
          type="text"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${name}-list`}
          aria-activedescendant={currentOption}
          aria-autocomplete="list"
          aria-label={t("nav.search")}
          placeholder={t("palette.placeholder")}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={2_000}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(null);
            setHurried(false);
          }}
          className="min-h-11 min-w-0 grow bg-transparent text-base outline-none"
        />
        <button
          type="button"
          className="button button-small !px-2"
          aria-label={t("panel.close")}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <OptionList
        id={`${name}-list`}
        groups={groups}
        current={current?.id}
        optionOf={optionOf}
        onPoint={setActive}
        onPick={onPick}
      />
      <Said found={found} count={entries.length} empty={empty} />
    </dialog>
  );
}
