/** Whoever works by keys never loses the focus: when what had it is gone, what stood next has it, and else the main part. */

const REACHED = "a[href], button, input, select, textarea, summary, [tabindex]";

interface Held {
  element: Element;
  /** What it stands in, from the innermost out. */
  around: Element[];
  /** What could be reached, in its order. */
  order: Element[];
  /** It was switched off while it had the focus, as a button is that waits for its answer. */
  waits?: boolean;
}

export function keepFocus(): void {
  let held: Held | null = null;
  let byKeys = true;
  addEventListener("keydown", () => (byKeys = true), true);
  // On a phone a field that is focused brings the keyboard up.
  addEventListener("pointerdown", () => (byKeys = false), true);
  addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) held = { element: target, around: around(target), order: reached() };
  });
  const look = () => {
    if (!held) return;
    // The browser takes the focus from what is switched off a moment later.
    if (held.element.matches(":disabled")) held.waits = true;
    const lost = document.activeElement === document.body || document.activeElement === null;
    const next = lost && byKeys ? nextOf(held) : null;
    if (next instanceof HTMLElement) next.focus();
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["disabled"],
  });
}

const reached = () => [...document.querySelectorAll(REACHED)];
const stands = (element: Element) => element.isConnected && element.checkVisibility();

function around(element: Element): Element[] {
  const found: Element[] = [];
  for (let at = element.parentElement; at; at = at.parentElement) found.push(at);
  return found;
}

/** The element itself once its waiting is over; null while it waits, and where it gave the focus away. */
function nextOf(held: Held): Element | null {
  const { element, around: outer, order } = held;
  if (stands(element)) return held.waits && !element.matches(":disabled") ? element : null;
  const place = order.indexOf(element);
  const near = [...order.slice(place + 1), ...order.slice(0, place).reverse()];
  for (const box of outer) {
    if (box.contains(document.getElementById("content"))) break;
    if (!stands(box)) continue;
    const next = near.find(
      (one) => box.contains(one) && stands(one) && !one.matches(":disabled, [tabindex='-1']"),
    );
    if (next) return next;
  }
  return document.getElementById("content");
}
