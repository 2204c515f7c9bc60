// The script of pages with a map: <div class="map" data-map="pin|browse">, on the page or in what htmx swaps in.
import { all } from "./dom.js";
import * as browse from "./map/browse.js";
import * as pin from "./map/pin.js";

const KINDS = { browse, pin };

function start(root) {
  for (const element of all(root, "[data-map]")) {
    if (!element.dataset.started) {
      element.dataset.started = "true";
      KINDS[element.dataset.map].start(element);
    }
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
