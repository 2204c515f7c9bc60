// Drawing a circle or a box on a map: press and drag, or Enter for one around the middle; Escape leaves.
import { L, onEarth } from "./base.js";

const SHARE = 0.35; // of the map's smaller side: what Enter draws

export class Drawing {
  constructor(map, done) {
    this.map = map;
    this.done = done;
    this.element = map.getContainer();
    this.element.addEventListener("pointerdown", (event) => this.press(event), { capture: true });
    this.element.addEventListener("pointermove", (event) => this.drag(event));
    this.element.addEventListener("pointerup", (event) => this.release(event));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  begin(kind) {
    this.kind = kind;
    this.element.classList.add("map-drawing");
    this.map.dragging.disable();
    this.say(kind);
    this.element.focus({ preventScroll: true });
  }

  end() {
    this.shape?.remove();
    this.kind = this.from = this.shape = null;
    this.element.classList.remove("map-drawing");
    this.map.dragging.enable();
    this.say("");
  }

  say(kind) {
    for (const hint of document.querySelectorAll("[data-map-hint]")) {
      hint.hidden = hint.dataset.mapHint !== kind;
    }
    for (const button of document.querySelectorAll("[data-map-do][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mapDo === kind));
    }
  }

  press(event) {
    if (this.kind && event.button === 0 && !event.target.closest(".leaflet-control")) {
      event.preventDefault();
      event.stopPropagation();
      this.element.setPointerCapture(event.pointerId);
      this.from = this.map.mouseEventToLatLng(event);
    }
  }

  drag(event) {
    if (this.from) {
      this.draw(this.from, this.map.mouseEventToLatLng(event));
    }
  }

  release(event) {
    const to = this.from && this.map.mouseEventToLatLng(event);
    if (to && !to.equals(this.from)) {
      this.finish(this.from, to);
    }
    this.from = null;
  }

  key(event) {
    if (this.kind && event.key === "Escape") {
      this.end();
    } else if (this.kind && event.key === "Enter" && event.target === this.element) {
      event.preventDefault();
      const size = this.map.getSize();
      const by = Math.min(size.x, size.y) * SHARE;
      const middle = size.divideBy(2);
      const first = this.kind === "circle" ? middle : middle.subtract([by, by]);
      const last = this.kind === "circle" ? middle.add([by, 0]) : middle.add([by, by]);
      this.finish(this.map.containerPointToLatLng(first), this.map.containerPointToLatLng(last));
    }
  }

  draw(from, to) {
    this.shape?.remove();
    const style = { className: "map-area", interactive: false };
    this.shape =
      this.kind === "circle"
        ? L.circle(from, { ...style, radius: this.map.distance(from, to) })
        : L.rectangle(L.latLngBounds(from, to), style);
    this.shape.addTo(this.map);
  }

  finish(from, to) {
    const kind = this.kind;
    this.draw(from, to);
    if (kind === "circle") {
      const { lat, lng } = onEarth(from);
      const km = Math.max(0.01, this.map.distance(from, to) / 1000);
      this.done({ latitude: lat.toFixed(6), longitude: lng.toFixed(6), km: Number(km.toPrecision(3)) });
    } else {
      const bounds = L.latLngBounds(from, to);
      const [low, high] = [onEarth(bounds.getSouthWest()), onEarth(bounds.getNorthEast())];
      this.done({ box: [low.lat, low.lng, high.lat, high.lng].map((degrees) => degrees.toFixed(5)).join(",") });
    }
  }
}
