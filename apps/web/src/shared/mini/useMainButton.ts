/** Telegram's button at the foot of the Mini App; nothing outside Telegram. */
import { useEffect, useRef } from "react";
import { useTheme } from "@/shared/theme/theme";
import { hear, inMini, tell } from "./bridge";

interface Button {
  text: string;
  active: boolean;
  onPress: () => void;
}

export function useMainButton(button: Button | null): void {
  const { dark } = useTheme();
  const press = useRef<() => void>(() => undefined);
  useEffect(() => {
    press.current = button?.onPress ?? (() => undefined);
  });
  const text = button?.text;
  const active = button?.active ?? false;
  useEffect(() => {
    if (!inMini() || text === undefined) return;
    const of = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    tell("web_app_setup_main_button", {
      is_visible: true,
      is_active: active,
      text,
      color: of("--accent"),
      text_color: of("--on-accent"),
    });
    return () => tell("web_app_setup_main_button", { is_visible: false });
  }, [text, active, dark]);
  useEffect(() => hear("main_button_pressed", () => press.current()), []);
}
