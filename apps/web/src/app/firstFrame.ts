/** Some seconds in which a page that is in sight draws its first frame, or will draw none for now. */
const AT_MOST_MS = 1_000;

/** Does a thing once the first frame of the whole page is drawn; a page that is out of sight draws none, and does not wait. */
export function afterFirstFrame(start: () => void): void {
  let begun = false;
  const once = () => {
    if (!begun) start();
    begun = true;
  };
  const wait = () => {
    if (document.visibilityState === "hidden") return once();
    // A task after the frame: what it showed is in sight by then.
    requestAnimationFrame(() => setTimeout(once));
    setTimeout(once, AT_MOST_MS);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wait, { once: true });
  else wait();
}
