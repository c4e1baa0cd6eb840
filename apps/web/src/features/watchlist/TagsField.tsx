/** The tags of a product as chips, and a field to add one, with those that are in use already. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { tagsQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { plainTag, sameTag, suggested } from "./before";

const MOST = 20;
const SUGGESTED = 8;

export function TagsField({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  const { t } = useTexts();
  const known = useQuery(tagsQuery);
  const id = useId();
  const [typed, setTyped] = useState("");
  const full = tags.length >= MOST;
  const add = (text: string) => {
    const tag = plainTag(text);
    setTyped("");
    if (tag && !full && !tags.some((each) => sameTag(each, tag))) onChange([...tags, tag]);
  };
  return (
    <div role="group" aria-labelledby={`${id}-name`} className="flex flex-col gap-2">
      <span id={`${id}-name`} className="text-sm text-soft">
        {t("watch.tags")}
      </span>
      {tags.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {tags.map((tag) => (
            <li key={tag} className="chip !min-h-9 max-w-full !pe-0 !whitespace-normal">
              <span dir="auto" className="min-w-0 wrap-anywhere">
                {tag}
              </span>
              <button
                type="button"
                className="flex size-9 shrink-0 items-center justify-center"
                aria-label={t("watch.tag_remove", { tag })}
                onClick={() => onChange(tags.filter((each) => each !== tag))}
              >
                <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {full ? (
        <p className="text-sm text-soft">{t("watch.tags_full", { n: MOST })}</p>
      ) : (
        <TagInput
          typed={typed}
          onType={setTyped}
          onAdd={add}
          offered={suggested(known.data?.items ?? [], tags, typed, SUGGESTED)}
        />
      )}
    </div>
  );
}

interface InputProps {
  typed: string;
  onType: (text: string) => void;
  onAdd: (tag: string) => void;
  offered: string[];
}

/** A field for one tag: Enter, a comma or the button adds it, and so does one of those offered. */
export function TagInput({ typed, onType, onAdd, offered }: InputProps) {
  const { t } = useTexts();
  const id = useId();
  return (
    <>
      <div className="flex gap-2">
        <input
          type="text"
          aria-label={t("watch.tag_add")}
          aria-describedby={`${id}-offered`}
          placeholder={t("watch.tag_add")}
          autoComplete="off"
          enterKeyHint="done"
          maxLength={40}
          className="field w-full min-w-0 text-base"
          value={typed}
          onChange={({ target: { value } }) =>
            value.endsWith(",") ? onAdd(value.slice(0, -1)) : onType(value)
          }
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            onAdd(typed);
          }}
        />
        <button
          type="button"
          className="button shrink-0"
          disabled={!plainTag(typed)}
          onClick={() => onAdd(typed)}
        >
          {t("watch.tag_button")}
        </button>
      </div>
      <div id={`${id}-offered`} className="flex flex-wrap gap-2">
        {offered.map((tag) => (
          <button
            key={tag}
            type="button"
            className="chip !min-h-9 max-w-full text-sm !whitespace-normal"
            aria-label={t("watch.tag_offered", { tag })}
            onClick={() => onAdd(tag)}
          >
            <span aria-hidden="true">+</span>
            <span dir="auto" className="wrap-anywhere">
              {tag}
            </span>
          </button>
        ))}
      </div>
    </>
  );
}
