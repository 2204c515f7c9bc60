// Buttons that copy a number: <button data-copy="C-000292">.
import { all, toast } from "./dom.js";

export function enhance(root) {
  for (const button of all(root, "button[data-copy]")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast("toast-copied");
    });
  }
}
