// Menus are native popovers; this adds arrow keys, and a place beside the button where CSS cannot give it yet.
const ANCHORED = CSS.supports("position-area: block-end");
const ITEMS = "a[href], button:not(:disabled)";

function placeBeside(menu, button) {
  const box = button.getBoundingClientRect();
  menu.dataset.placed = "";
  menu.style.top = `${Math.max(8, Math.min(box.bottom, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
}

function onToggle(event) {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") {
    return;
  }
  const button = document.querySelector(`[popovertarget="${menu.id}"]`);
  if (!ANCHORED && button) {
    placeBeside(menu, button);
  }
}

function onKey(event) {
  const menu = event.target.closest?.(".menu[popover]");
  const opener = event.target.closest?.("[popovertarget]");
  if (opener && event.key === "ArrowDown") {
    event.preventDefault();
    const target = document.getElementById(opener.getAttribute("popovertarget"));
    target.showPopover({ source: opener });
    target.querySelector(ITEMS)?.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step || event.target.matches("input, select, textarea")) {
    return;
  }
  event.preventDefault();
  const items = [...menu.querySelectorAll(ITEMS)];
  items[(items.indexOf(event.target) + step + items.length) % items.length]?.focus();
}

export function start() {
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onKey);
}
