// Lists: filters at once, ticking rows, the menu of a row, a row as a link, and the keys of a list.
import htmx from "htmx.org";

import { isTyping } from "./dom.js";
import * as selection from "./selection.js";

const TYPING_PAUSE = 150;
const CONTROLS = "a, button, input, label, select, summary, [popover]";

let waiting = null;

function send(bar) {
  clearTimeout(waiting);
  bar.requestSubmit();
}

/** Every control of the bar answers at once; text waits for a pause in the typing. */
function onInput(event) {
  const bar = event.target.closest?.("#list-bar");
  if (bar && event.target.matches("input[type=search], input[type=text], input[type=number]")) {
    clearTimeout(waiting);
    waiting = setTimeout(() => send(bar), TYPING_PAUSE);
  } else if (bar && event.type === "change") {
    send(bar);
  }
}

/** Buttons that leave the list (a file to take out) are sent by the browser, not by htmx. */
function onSubmit(event) {
  if (event.submitter?.hasAttribute("data-whole-page")) {
    event.stopPropagation();
  }
}

function moveColumn(button) {
  const choice = button.closest(".column-choice");
  const other = button.dataset.move === "up" ? choice.previousElementSibling : choice.nextElementSibling;
  if (other?.matches(".column-choice") && !other.querySelector(":disabled")) {
    other[button.dataset.move === "up" ? "before" : "after"](choice);
    button.focus();
    send(button.form);
  }
}

/** A menu of the bar is fetched when it opens first; until then it holds its parameters as hidden fields. */
async function fillMenu(event) {
  const menu = event.target;
  if (!menu.matches?.("[data-fill]") || event.newState !== "open") {
    return;
  }
  const bar = menu.closest("form");
  const asked = new URLSearchParams(new FormData(bar));
  asked.set("menu", menu.dataset.fill);
  await htmx.ajax("GET", `${bar.getAttribute("action")}?${asked}`, { target: menu, swap: "innerHTML" });
  if (menu.querySelector("label, select")) {
    delete menu.dataset.fill;
  }
}

function linkOf(row) {
  return row?.querySelector(".row-link");
}

async function fillRowMenu(button) {
  const menu = document.getElementById("row-menu");
  menu.replaceChildren();
  await htmx.ajax("GET", `${linkOf(button.closest("tr")).href}menu/`, { target: menu, swap: "innerHTML" });
  if (document.activeElement === button) {
    menu.querySelector("a")?.focus();
  }
}

/** The whole row leads to its page, but for its controls, and for text somebody is marking. */
function openRow(event) {
  const row = event.target.closest?.("[data-row]");
  if (!row || event.target.closest(CONTROLS) || !getSelection().isCollapsed) {
    return;
  }
  const link = linkOf(row);
  if (link && (event.ctrlKey || event.metaKey || event.button === 1)) {
    window.open(link.href, "_blank", "noopener");
  } else if (link && event.button === 0) {
    link.click();
  }
}

function onClick(event) {
  const move = event.target.closest?.("[data-move]");
  const menu = event.target.closest?.("[data-row-menu]");
  if (move) {
    moveColumn(move);
  } else if (menu) {
    fillRowMenu(menu);
  } else {
    openRow(event);
  }
}

/** Text that is cut shows the whole on hover. */
function showWhole(event) {
  const cell = event.target.closest?.("[data-row] td");
  if (cell && !cell.title && (cell.scrollWidth > cell.clientWidth || cut(cell.firstElementChild))) {
    cell.title = cell.textContent.trim();
  }
}

function cut(inner) {
  return inner !== null && inner.scrollWidth > inner.clientWidth;
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.indexOf(document.activeElement.closest?.("[data-row]"));
  const next = rows[here === -1 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function edit(row) {
  if (row.closest("[data-editable]")) {
    location.assign(`${linkOf(row).href}edit/`);
  }
}

function onKey(event) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!plain || isTyping(event.target) || document.querySelector("dialog[open], [popover]:popover-open")) {
    return;
  }
  const row = document.activeElement.closest?.("[data-row]");
  if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  } else if (event.key === "x" && row) {
    selection.toggle(row);
  } else if (event.key === "e" && row) {
    edit(row);
  } else if (event.key === "f") {
    event.preventDefault();
    document.getElementById("list-search")?.select();
  }
}

export function start() {
  selection.start();
  document.addEventListener("input", onInput);
  document.addEventListener("change", onInput);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", fillMenu, true);
  document.addEventListener("auxclick", openRow);
  document.addEventListener("pointerover", showWhole);
  document.addEventListener("keydown", onKey);
}

export function enhance(root) {
  selection.enhance(root);
}
