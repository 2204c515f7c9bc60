// Keys that work on every page: search, the list of keys, and those a page's buttons name. Lists add their own.
import { isTyping } from "./dom.js";

function focusSearch(event) {
  const box = document.getElementById("search-box");
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
}

/** A link or button of the page that names its key: <a data-shortcut="n">. */
function pressNamed(event) {
  const named = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (named) {
    event.preventDefault();
    named.click();
  }
}

export function start() {
  const keys = document.getElementById("keys");
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "k") {
      focusSearch(event);
    } else if (command || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    } else if (event.key === "/") {
      focusSearch(event);
    } else if (event.key === "?") {
      keys?.showModal();
    } else {
      pressNamed(event);
    }
  });
  document.getElementById("show-keys")?.addEventListener("click", () => keys?.showModal());
}
