// The search box of the shell: suggestions from the server as a listbox, walked with the arrow keys.

function options(list) {
  return [...list.querySelectorAll("[role=option]")];
}

function select(input, list, option) {
  for (const other of options(list)) {
    other.setAttribute("aria-selected", String(other === option));
  }
  if (option) {
    option.id ||= `suggestion-${options(list).indexOf(option)}`;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function show(input, list, visible) {
  list.hidden = !visible;
  input.setAttribute("aria-expanded", String(visible));
  if (!visible) {
    select(input, list, null);
  }
}

function walk(event, input, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choices = options(list);
  if (!step || list.hidden || !choices.length) {
    return;
  }
  event.preventDefault();
  const current = choices.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = current === -1 && step === -1 ? choices.length - 1 : (current + step + choices.length) % choices.length;
  select(input, list, choices[next]);
}

function onKey(event, input, list) {
  const chosen = list.querySelector("[aria-selected=true]");
  if (event.key === "Enter" && chosen && !list.hidden) {
    event.preventDefault();
    chosen.click();
  } else if (event.key === "Escape") {
    if (list.hidden) {
      input.blur();
    }
    show(input, list, false);
  } else {
    walk(event, input, list);
  }
}

export function start() {
  const input = document.getElementById("search-box");
  const list = document.getElementById("search-suggestions");
  if (!input || !list) {
    return;
  }
  input.addEventListener("keydown", (event) => onKey(event, input, list));
  input.addEventListener("focus", () => show(input, list, options(list).length > 0));
  list.addEventListener("htmx:afterSwap", () => {
    show(input, list, document.activeElement === input && list.childElementCount > 0);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#search")) {
      show(input, list, false);
    }
  });
  input.closest("form").addEventListener("focusout", (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      show(input, list, false);
    }
  });
}
