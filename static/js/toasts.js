// Toasts: announced to screen readers, closed by hand or, where nothing can be done about them, by themselves.
import { all, toast } from "./dom.js";

const READING_TIME = 7000;

function leaveLater(note) {
  if (note.matches(".toast-error, .toast-warning") || note.querySelector("a")) {
    return;
  }
  let timer = setTimeout(() => note.remove(), READING_TIME);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => {
    timer = setTimeout(() => note.remove(), READING_TIME);
  });
}

export function start() {
  const place = document.getElementById("toasts");
  if (!place) {
    return;
  }
  place.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest(".toast-note").remove());
  new MutationObserver((changes) => {
    changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.(".toast-note")).forEach(leaveLater);
  }).observe(place, { childList: true });
  // A live region speaks of what is added to it, so what came with the page is added once more.
  const notes = all(place, ".toast-note");
  place.replaceChildren();
  requestAnimationFrame(() => place.append(...notes));

  document.addEventListener("htmx:sendError", () => toast("toast-offline"));
  document.addEventListener("htmx:timeout", () => toast("toast-offline"));
  document.addEventListener("htmx:responseError", () => toast("toast-failed"));
}
