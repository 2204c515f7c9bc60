// The search box of the shell: suggestions from the server as a listbox.
import { combobox, show } from "./combobox.js";

export function start() {
  const input = document.getElementById("search-box");
  const list = document.getElementById("search-suggestions");
  if (!input || !list) {
    return;
  }
  combobox(input, list, input.closest("form"));
  list.addEventListener("htmx:afterSwap", () => {
    show(input, list, document.activeElement === input && list.childElementCount > 0);
  });
}
