// Forms: Ctrl/Cmd+Enter sends, a second click does not send twice, unsaved text asks before it is lost.
import { all } from "./dom.js";

const changed = new Set();

function sendWithKeys(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) {
    return;
  }
  const form = event.target.closest?.("form") ?? document.querySelector("main form[data-guard]");
  if (form?.method === "post") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
  }
}

function markBusy(event) {
  const form = event.target;
  // Where the answer is a file, the page stays and its form may be sent again.
  if (event.defaultPrevented || form.method !== "post" || "file" in form.dataset) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  changed.delete(form);
  event.submitter?.setAttribute("aria-busy", "true");
  document.getElementById("progress")?.classList.add("htmx-request");
}

function release() {
  document.getElementById("progress")?.classList.remove("htmx-request");
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}

export function start() {
  document.addEventListener("keydown", sendWithKeys);
  // In the bubbling phase of the window, after htmx has taken the forms that are its own.
  window.addEventListener("submit", markBusy);
  // A page that comes back from the browser's cache can be sent again.
  window.addEventListener("pageshow", release);
  // A link that takes the place of what was typed is no loss of it.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[data-instead]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      changed.clear();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) {
      event.preventDefault();
    }
  });
}

export function enhance(root) {
  for (const form of all(root, "form[data-guard]")) {
    form.addEventListener("input", () => changed.add(form));
    // A form that came back with errors holds text that was never saved.
    if (form.querySelector("[data-error-summary], .is-invalid")) {
      changed.add(form);
    }
  }
}
