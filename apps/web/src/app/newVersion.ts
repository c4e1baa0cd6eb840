/** The service worker from the page's side: it is registered, and a newer build it has fetched is offered and never forced. */
import { offer } from "./offered";

const OWN_VERSION =
  typeof document === "undefined"
    ? undefined
    : document.querySelector<HTMLMetaElement>('meta[name="version"]')?.content;
/** A tab that stays open looks for a new build when it is come back to, this often at most. */
const LOOK_MS = 10 * 60_000;
const ANSWER_MS = 3_000;

/** Inside Telegram the page stands in a frame, or in a view that is thrown away: nothing is kept there. */
const isMini = (): boolean => location.pathname.startsWith("/mini") || window.top !== window;

/** Registers the worker once the page is at rest. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || isMini()) return;
  const start = () =>
    void register().catch((refused) => console.info("nothing is kept for offline", refused));
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}

async function register(): Promise<void> {
  const workers = navigator.serviceWorker;
  const registration: ServiceWorkerRegistration | undefined = await workers.register("/sw.js", {
    updateViaCache: "none",
  });
  // Where a browser refuses quietly, there is nothing to watch.
  if (!registration) return;
  const look = () => {
    if (registration.waiting && workers.controller) void judge(registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed") look();
    });
  });
  // Another tab has gone over to a newer build: this one goes on with its own, and is offered the same.
  workers.addEventListener("controllerchange", () => {
    if (workers.controller)
      void differs(workers.controller).then((other) => other && offer(() => location.reload()));
  });
  let lookedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - lookedAt < LOOK_MS) return;
    lookedAt = Date.now();
    registration.update().catch((away) => console.info("no new version was looked for", away));
  });
}

async function judge(waiting: ServiceWorker): Promise<void> {
  if (await differs(waiting)) offer(() => takeOver(waiting));
  // This page came from the server after the new build had; only the worker is behind.
  else waiting.postMessage("take-over");
}

/** The worker of the new build goes to work first, so that the page that follows is all of one build. */
function takeOver(waiting: ServiceWorker): void {
  const reload = () => location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
  setTimeout(reload, ANSWER_MS);
  waiting.postMessage("take-over");
}

/** Whether a worker is of another build than this page; one that does not say is. */
function differs(worker: ServiceWorker): Promise<boolean> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data !== OWN_VERSION);
    setTimeout(() => done(true), ANSWER_MS);
    worker.postMessage("version", [port2]);
  });
}
