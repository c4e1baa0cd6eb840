/** The keys that work on every page, and those of the palette. */
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { commandKey } from "@/shared/ui/commandKey";
import { Panel } from "@/shared/ui/Panel";

const KEYS: [string[][], TextKey][] = [
  [[[commandKey, "K"]], "nav.search"],
  [[["/"]], "palette.key_search"],
  [[["g"], ["h"]], "palette.key_home"],
  [[["g"], ["w"]], "palette.key_watchlist"],
  [[["?"]], "palette.keys"],
];
const WITHIN: [string[][], TextKey][] = [
  [[["↑"], ["↓"]], "palette.key_move"],
  [[["Enter"]], "palette.key_take"],
  [[[commandKey, "Enter"]], "palette.key_apart"],
  [[["Esc"]], "panel.close"],
];

export default function KeysPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  return (
    <Panel title={t("palette.keys")} onClose={onClose}>
      <div className="flex flex-col gap-6">
        <Keys title={t("palette.keys_everywhere")} keys={KEYS} />
        <Keys title={t("palette.keys_within")} keys={WITHIN} />
        <p className="text-sm text-soft">{t("palette.keys_text", { keys: "g h" })}</p>
      </div>
    </Panel>
  );
}

function Keys({ title, keys }: { title: string; keys: [string[][], TextKey][] }) {
  const { t } = useTexts();
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      <dl className="flex flex-col divide-y divide-rule">
        {keys.map(([presses, words]) => (
          <div key={words} className="flex items-center justify-between gap-4 py-2">
            <dt>{t(words)}</dt>
            <dd className="flex shrink-0 gap-2">
              {presses.map((press) => (
                <span key={press.join()} className="flex gap-1">
                  {press.map((key) => (
                    <kbd key={key} className="key">
                      {key}
                    </kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
