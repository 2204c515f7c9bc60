// Ticking rows: the page at once, a range with Shift, everything that matches.
import { all } from "./dom.js";

const TICK = "input[name=pk]";

let last = null;

function ticks(form) {
  return [...form.querySelectorAll(TICK)];
}

function show(form) {
  const boxes = ticks(form);
  const ticked = boxes.filter((box) => box.checked).length;
  const everything = form.querySelector("[data-tick-all]");
  const page = form.querySelector("[data-tick-page]");
  const count = form.querySelector("[data-bulk-count]");
  if (page) {
    page.checked = ticked === boxes.length;
    page.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  if (count) {
    count.textContent = everything?.checked ? everything.parentElement.dataset.count : ticked;
  }
}

function tickRange(box, boxes) {
  const from = boxes.indexOf(last);
  const to = boxes.indexOf(box);
  for (const between of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    between.checked = box.checked;
  }
}

function onClick(event) {
  const form = event.target.closest?.("[data-selection]");
  if (!form) {
    return;
  }
  if (event.target.matches(TICK)) {
    const boxes = ticks(form);
    if (event.shiftKey && boxes.includes(last)) {
      tickRange(event.target, boxes);
    }
    last = event.target;
  }
  if (event.target.matches("[data-tick-page]")) {
    for (const box of ticks(form)) {
      box.checked = event.target.checked;
    }
  }
  // Un-ticking one row takes back "all that match": it would be changed all the same.
  const everything = form.querySelector("[data-tick-all]");
  if (everything && event.target.matches(`${TICK}, [data-tick-page]`) && !event.target.checked) {
    everything.checked = false;
  }
  show(form);
}

export function toggle(row) {
  row.querySelector(TICK)?.click();
}

export function start() {
  document.addEventListener("click", onClick);
  // After the reset itself, which comes behind the event
  document.addEventListener("reset", (event) => setTimeout(() => all(event.target, "[data-selection]").forEach(show)));
}

export function enhance(root) {
  all(root, "[data-selection]").forEach(show);
}
