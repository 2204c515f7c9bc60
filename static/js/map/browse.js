// The map of a list of sites: asks for what is in sight, draws pins and circles with numbers, keeps the list beside it in
// step, and turns a circle or box drawn by hand into the list's filters.
//
// data-pins: address that answers JSON for `sight` and `zoom`; data-site: address of a site's page with 0 for its key;
// data-extent, data-box: south,west,north,east; data-latitude, data-longitude, data-km: the circle of the list's filter.
import Supercluster from "supercluster";

import { createMap, L, onEarth } from "./base.js";
import { Drawing } from "./drawing.js";

const PAUSE = 120; // ms without movement before the server is asked
const TOUCHING = 44; // pixels between the middles of what is drawn as one
const ONE_BY_ONE = 17; // from this zoom pins that touch are shown one by one
const TOGETHER = 20; // names in the bubble of pins at one spot

const number = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });

function boundsOf(text) {
  const [south, west, north, east] = text.split(",").map(Number);
  return L.latLngBounds([Math.max(south, -84), west], [Math.min(north, 84), east < west ? east + 360 : east]);
}

/** What the map shows, as the server reads it. */
export function sightOf(map) {
  const bounds = map.getBounds();
  const wide = bounds.getEast() - bounds.getWest() >= 360;
  const [southWest, northEast] = [onEarth(bounds.getSouthWest()), onEarth(bounds.getNorthEast())];
  const [west, east] = wide ? [-180, 180] : [southWest.lng, northEast.lng];
  // Mercator has no room for the poles: a map at its edge means them too
  const south = southWest.lat < -84 ? -90 : southWest.lat;
  const north = northEast.lat > 84 ? 90 : northEast.lat;
  return [south, west, north, east].map((degrees) => Number(degrees.toFixed(6)));
}

class Browser {
  constructor(element) {
    this.element = element;
    this.beside = document.getElementById("map-beside");
    this.announced = document.getElementById("map-announced");
    this.map = createMap(element);
    this.shown = L.layerGroup().addTo(this.map);
    this.markers = new Map();
    this.drawFilter(element.dataset);
    this.drawing = new Drawing(this.map, (changes) => this.narrow(changes));
    this.map.on("moveend", () => this.movedSoon());
    this.listen();
    this.open();
  }

  /** Where the person left the map, or else on the whole list. */
  open() {
    const [zoom, lat, lng] = location.hash.slice(1).split("/").map(Number);
    if (Number.isFinite(lng)) {
      this.map.setView([lat, lng], zoom);
    } else {
      this.map.fitBounds(boundsOf(this.element.dataset.extent), { padding: [24, 24], maxZoom: 16, animate: false });
    }
  }

  drawFilter({ latitude, longitude, km, box }) {
    const style = { className: "map-area", interactive: false };
    if (km) {
      L.circle([Number(latitude), Number(longitude)], { ...style, radius: Number(km) * 1000 }).addTo(this.map);
    }
    if (box) {
      L.rectangle(boundsOf(box), style).addTo(this.map);
    }
  }

  listen() {
    document.querySelector("[data-map-tools]")?.addEventListener("click", ({ target }) => {
      const work = target.closest("[data-map-do]")?.dataset.mapDo;
      if (work === "nearest") {
        this.load({ nearest: 1 });
      } else if (work) {
        this.drawing.begin(work);
      }
    });
    this.beside.addEventListener("click", ({ target }) => {
      const group = target.closest("[data-group]");
      if (group) {
        this.closer(group.dataset.group.split(",").map(Number), 3);
      } else if (target.closest("[data-map-back]")) {
        this.load();
      }
    });
    for (const [kind, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
      this.beside.addEventListener(kind, ({ target }) => {
        const pin = target.closest?.("[data-pin]");
        this.markers.get(Number(pin?.dataset.pin))?.getElement()?.classList.toggle("map-marked", on);
      });
    }
  }

  movedSoon() {
    clearTimeout(this.waiting);
    if (!this.standing) {
      this.waiting = setTimeout(() => this.load(), PAUSE);
    }
  }

  async load(more = {}) {
    this.request?.abort();
    this.request = new AbortController();
    const { lat, lng } = this.map.getCenter().wrap();
    history.replaceState(history.state, "", `#${this.map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`);
    const url = new URL(this.element.dataset.pins, location.href);
    for (const [name, value] of Object.entries({ sight: sightOf(this.map), zoom: this.map.getZoom(), ...more })) {
      url.searchParams.set(name, value);
    }
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) {
        this.show(await answer.json(), Boolean(more.nearest));
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.announced.textContent = this.element.dataset.lost;
      }
    }
    this.element.removeAttribute("aria-busy");
  }

  show({ pins, clusters, list }, near) {
    this.beside.innerHTML = list; // made by our own template, which escapes
    this.announced.textContent = this.beside.querySelector("[data-count]")?.textContent ?? "";
    if (near && pins.length) {
      this.standing = true; // what is found stays, although the map moves
      const middle = this.map.getCenter();
      const around = pins.map(([, lat, lng]) => [lat, nearby(lng, middle.lng)]);
      this.map.fitBounds(L.latLngBounds([middle, ...around]), { padding: [32, 32], maxZoom: 16, animate: false });
      this.standing = false;
    }
    this.shown.clearLayers();
    this.markers.clear();
    this.draw([
      ...pins.map(([pk, lat, lng, name]) => feature(lat, lng, { pk, name, sites: 1 })),
      ...clusters.map(([lat, lng, sites]) => feature(lat, lng, { sites })),
    ]);
  }

  /** Pins and groups, those that touch drawn as one. */
  draw(features) {
    const reduce = (sum, { sites }) => {
      sum.sites += sites;
    };
    const index = new Supercluster({ radius: TOUCHING, maxZoom: ONE_BY_ONE - 1, map: ({ sites }) => ({ sites }), reduce });
    index.load(features);
    for (const { id, properties, geometry } of index.getClusters([-180, -90, 180, 90], this.map.getZoom())) {
      const point = geometry.coordinates.toReversed();
      if (properties.pk) {
        this.addPin(point, properties);
      } else {
        this.addGroup(point, properties.sites, () => this.openGroup(point, index, id));
      }
    }
  }

  /** Nearer to what is in a group; the names, where its sites stand at one spot. */
  openGroup(point, index, id) {
    const leaves = id === undefined ? [] : index.getLeaves(id, TOGETHER);
    const zoom = id === undefined ? this.map.getZoom() + 2 : index.getClusterExpansionZoom(id);
    if (zoom > ONE_BY_ONE - 1 && leaves.every(({ properties }) => properties.pk)) {
      this.tell(point, leaves);
    } else {
      this.map.setView(this.near(point), Math.min(zoom, ONE_BY_ONE));
    }
  }

  addPin(point, properties) {
    const icon = L.divIcon({ className: "map-dot", iconSize: [24, 24] });
    const marker = L.marker(this.near(point), { icon, keyboard: false, title: properties.name });
    marker.on("click", () => this.tell(point, [{ properties }]));
    this.markers.set(properties.pk, marker.addTo(this.shown));
  }

  addGroup(point, sites, open) {
    const size = 24 + 4 * Math.min(5, String(sites).length);
    const label = document.createElement("span");
    label.textContent = number.format(sites);
    const icon = L.divIcon({ className: "map-group", html: label, iconSize: [size, size] });
    L.marker(this.near(point), { icon, keyboard: false }).on("click", open).addTo(this.shown);
  }

  /** A bubble with the names of the sites at a point, each a link. */
  tell(point, leaves) {
    const links = leaves.map(({ properties: { pk, name } }) => {
      const link = document.createElement("a");
      link.href = this.element.dataset.site.replace("/0/", `/${pk}/`);
      link.textContent = name;
      return link;
    });
    const content = document.createElement("div");
    content.className = "map-names";
    content.append(...links);
    L.popup({ offset: [0, -6] }).setLatLng(this.near(point)).setContent(content).openOn(this.map);
  }

  closer(point, steps) {
    this.map.setView(this.near(point), Math.min(this.map.getZoom() + steps, ONE_BY_ONE));
  }

  /** The point on the copy of the world that is in sight. */
  near([lat, lng]) {
    return [lat, nearby(lng, this.map.getCenter().lng)];
  }

  /** The same page with other filters. */
  narrow(changes) {
    const url = new URL(location.href);
    url.hash = "";
    for (const name of ["latitude", "longitude", "km", "box"]) {
      url.searchParams.delete(name);
    }
    for (const [name, value] of Object.entries(changes)) {
      url.searchParams.set(name, value);
    }
    location.assign(url);
  }
}

function feature(lat, lng, properties) {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lng, lat] } };
}

function nearby(longitude, middle) {
  return longitude + 360 * Math.round((middle - longitude) / 360);
}

export function start(element) {
  new Browser(element);
}
