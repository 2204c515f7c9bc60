// A text field with a listbox below it, walked with the arrow keys: the search of the shell, the search for a place.

function options(list) {
  return [...list.querySelectorAll("[role=option]")];
}

/** Point out one option, or none. */
function select(input, list, option) {
  for (const other of options(list)) {
    other.setAttribute("aria-selected", String(other === option));
  }
  if (option) {
    option.id ||= `${list.id}-${options(list).indexOf(option)}`;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

/** Open or close the list. */
export function show(input, list, visible) {
  list.hidden = !visible;
  input.setAttribute("aria-expanded", String(visible));
  if (!visible) {
    select(input, list, null);
  }
}

function walk(event, input, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choices = options(list);
  if (!step || !choices.length) {
    return;
  }
  event.preventDefault();
  if (list.hidden) {
    show(input, list, true);
  }
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
    } else {
      event.preventDefault(); // a search field would lose its text
    }
    show(input, list, false);
  } else {
    walk(event, input, list);
  }
}

/** Make one of an input and its list; both stand in `box`, and leaving that closes the list. */
export function combobox(input, list, box) {
  input.addEventListener("keydown", (event) => onKey(event, input, list));
  input.addEventListener("focus", () => show(input, list, options(list).length > 0));
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) {
      show(input, list, false);
    }
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) {
      show(input, list, false);
    }
  });
}
