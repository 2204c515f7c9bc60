// One pin: shown where the attributes say, or moved by hand and written into two number fields.
//
// data-latitude, data-longitude: where it stands; empty for nowhere yet.
// data-latitude-input, data-longitude-input: ids of fields that are read, followed and written; with them the pin can be
// moved: dragged, put by a click, put in the middle by Enter, pushed by the arrow keys while it has the focus.
// data-point-input: the same with one field for "latitude, longitude", which may hold other words too.
// data-start ("latitude,longitude") or data-country (ISO 3166 number): what is in sight while there is no pin; the
// element looks at the country again on the event `map:country`.
// After every move by hand the fields get an `input` event each, then the element a bubbling `pin:moved` with
// detail { latitude, longitude } in degrees.
import { createMap, L, onEarth } from "./base.js";
import { countryBounds } from "./country.js";

const NEAR = 16;
const TOWN = 12;
const IN_ITS_COUNTRY = 6; // without tiles there is nothing nearer to see
const PIXELS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function fieldsOf({ latitudeInput, longitudeInput, pointInput }) {
  const ids = pointInput ? [pointInput] : [latitudeInput, longitudeInput];
  const fields = ids.map((id) => id && document.getElementById(id));
  return fields.every(Boolean) ? fields : null;
}

/** A point from two texts of degrees, or null where they are no place. */
function read(latitude, longitude) {
  const [lat, lng] = [latitude, longitude].map((text) => (text?.trim() ? Number(text.replace(",", ".")) : NaN));
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? L.latLng(lat, lng) : null;
}

class Pin {
  constructor(element) {
    this.element = element;
    this.fields = fieldsOf(element.dataset);
    this.near = this.fields || element.dataset.tiles ? NEAR : IN_ITS_COUNTRY;
    this.map = createMap(element, { scrollWheelZoom: false });
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    const { latitude, longitude } = element.dataset;
    this.put((this.fields && this.typed()) || read(latitude, longitude));
    if (!this.marker) {
      this.begin();
    }
    if (this.fields) {
      this.listen();
    }
  }

  /** What is in sight before there is a pin. */
  begin() {
    const { start, tiles } = this.element.dataset;
    const point = start && read(...start.split(","));
    if (point) {
      this.map.setView(point, tiles ? TOWN : IN_ITS_COUNTRY);
    } else {
      this.lookAtCountry();
    }
  }

  async lookAtCountry() {
    const { country, world } = this.element.dataset;
    const bounds = country && (await countryBounds(world, country));
    if (bounds && !this.marker) {
      this.map.fitBounds(bounds);
    }
  }

  /** The point in the fields, or null. */
  typed() {
    const texts = this.fields.map(({ value }) => value);
    return read(...(texts.length === 1 ? texts[0].split(/\s*[,;]\s*/) : texts));
  }

  /** Follow the fields; words in the one field leave the pin where it is. */
  follow() {
    const point = this.typed();
    if (!this.writing && (point || this.fields.length > 1)) {
      this.put(point);
    }
  }

  listen() {
    this.element.classList.add("map-movable");
    for (const field of this.fields) {
      for (const kind of ["input", "change"]) {
        field.addEventListener(kind, () => this.follow());
      }
    }
    this.element.addEventListener("map:country", () => this.lookAtCountry());
    this.map.on("click", ({ latlng }) => this.moved(latlng));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.element) {
        event.preventDefault();
        this.moved(this.map.getCenter());
      }
    });
  }

  /** Show the pin at a point, in sight; nowhere for null. */
  put(point) {
    if (!point) {
      this.marker?.remove();
      this.marker = null;
      return;
    }
    const isFirst = !this.marker;
    this.marker ??= this.newMarker(point);
    this.marker.setLatLng(point);
    if (isFirst || !this.map.getBounds().pad(-0.1).contains(point) || this.map.getZoom() < this.near - 4) {
      this.map.setView(point, Math.max(this.near, this.map.getZoom()));
    }
  }

  newMarker(point) {
    const movable = Boolean(this.fields);
    const { pinLabel } = this.element.dataset;
    const icon = L.divIcon({ className: "map-pin", iconSize: [28, 36], iconAnchor: [14, 35] });
    const marker = L.marker(point, { icon, draggable: movable, keyboard: movable, title: pinLabel, alt: pinLabel, autoPan: true });
    marker.addTo(this.map);
    const node = marker.getElement();
    node.setAttribute("role", movable ? "button" : "img");
    node.setAttribute("aria-label", pinLabel);
    if (movable) {
      marker.on("dragend", () => this.moved(marker.getLatLng()));
      node.addEventListener("keydown", (event) => this.push(event));
    }
    return marker;
  }

  push(event) {
    const step = PIXELS[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      const by = L.point(step).multiplyBy(event.shiftKey ? 20 : 2);
      this.moved(this.map.unproject(this.map.project(this.marker.getLatLng()).add(by)));
      this.map.panInside(this.marker.getLatLng(), { padding: [40, 40] });
      this.marker.getElement().focus();
    }
  }

  /** Moved by hand: say so. */
  moved(somewhere) {
    const point = onEarth(somewhere);
    this.put(point);
    this.writing = true;
    const texts = [point.lat, point.lng].map((degrees) => degrees.toFixed(6));
    this.fields.forEach((field, index) => {
      field.value = this.fields.length > 1 ? texts[index] : texts.join(", ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.writing = false;
    const detail = { latitude: Number(point.lat.toFixed(6)), longitude: Number(point.lng.toFixed(6)) };
    this.element.dispatchEvent(new CustomEvent("pin:moved", { bubbles: true, detail }));
  }
}

export function start(element) {
  new Pin(element);
}
