// Focus stays where the person was when htmx replaces a part of the page; errors are gone to.
import { all } from "./dom.js";

let before = null;

function sameElement() {
  const { id, name, within } = before;
  if (id) {
    return document.getElementById(id);
  }
  return name ? document.getElementById(within)?.querySelector(`[name="${CSS.escape(name)}"]`) : null;
}

export function start() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const focused = document.activeElement;
    const target = event.detail.target;
    before = target?.contains(focused) ? { id: focused.id, name: focused.name, within: target.id } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (before && document.activeElement === document.body) {
      (sameElement() ?? document.getElementById(before.within))?.focus({ preventScroll: true });
    }
    before = null;
  });
}

export function enhance(root) {
  all(root, "[data-error-summary]")[0]?.focus();
}
