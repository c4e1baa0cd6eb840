import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { startTransition, StrictMode } from "react";
import { makeQueryClient, recall, remember } from "@/shared/api/cache";
import { speak } from "@/shared/api/client";
import { chooseLanguage, isLanguage, type Language } from "@/shared/texts/languages";
import { loadDictionary, TextsProvider } from "@/shared/texts/texts";
import { makeRouter } from "./router";
import "./styles.css";

const LANGUAGE_KEY = "ventra.language";

function lastLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    // Storage may be forbidden; the browser's language then decides.
    return null;
  }
}

function keepLanguage(next: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, next);
  } catch (forbidden) {
    console.info("the language is not kept", forbidden);
  }
}

/** Lets a slow phone answer a tap between one piece of work and the next. */
const pause = () => new Promise((done) => setTimeout(done));

async function start(): Promise<void> {
  const fromAddress = new URLSearchParams(location.search).get("lang");
  const language = chooseLanguage(fromAddress, lastLanguage(), navigator.languages);
  if (isLanguage(fromAddress)) keepLanguage(fromAddress);
  speak(language);
  const client = makeQueryClient();
  recall(client);
  addEventListener("pagehide", () => remember(client));
  // A phone may end a page in the background without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") remember(client);
  });
  await pause();
  const router = makeRouter();
  const dictionary = await loadDictionary(language);
  await pause();
  const { createRoot } = await import("react-dom/client");
  await pause();
  const onChange = (next: Language) => {
    keepLanguage(next);
    if (router.state.location.search.lang) {
      void router.navigate({
        to: ".",
        search: (now) => ({ ...now, lang: next }),
        hash: true,
        replace: true,
        resetScroll: false,
      });
    }
    void client.invalidateQueries({ type: "active" });
  };
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  // In slices: a slow phone stays ready for a tap meanwhile.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <TextsProvider first={{ language, dictionary }} onChange={onChange}>
            <RouterProvider router={router} />
          </TextsProvider>
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
}

void start()
  .then(() => Promise.all([import("./keptFocus"), import("./newVersion")]))
  .then(([{ keepFocus }, { keepForOffline }]) => {
    keepFocus();
    keepForOffline();
  })
  .catch((away: unknown) => console.info("neither the focus nor the page is kept", away));
