// The map of a list of sites: asks for what is in sight, draws pins and circles with numbers, keeps the list beside it in
// step, and turns a circle or box drawn by hand into the list's filters.
//
// data-site: address of a site's page with 0 for its key. On #map-line, which the bar of filters replaces:
// data-pins: address that answers JSON for `sight` and `zoom`; data-extent, data-box: south,west,north,east;
// data-latitude, data-longitude, data-km: the circle of the list's filter.
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
    this.filter = L.layerGroup().addTo(this.map);
    this.drawFilter();
    this.drawing = new Drawing(this.map, (changes) => this.narrow(changes));
    this.map.on("moveend", () => this.movedSoon());
    this.listen();
    this.open();
  }

  /** What is in force, as the server said last. */
  get line() {
    return document.getElementById("map-line").dataset;
  }

  /** Where the person left the map, or else on the whole list. */
  open() {
    const [zoom, lat, lng] = location.hash.slice(1).split("/").map(Number);
    if (Number.isFinite(lng)) {
      this.map.setView([lat, lng], zoom);
    } else {
      this.showAll();
    }
  }

  showAll() {
    this.map.fitBounds(boundsOf(this.line.extent), { padding: [24, 24], maxZoom: 16, animate: false });
  }

  drawFilter() {
    const { latitude, longitude, km, box } = this.line;
    this.filter.clearLayers();
    const style = { className: "map-area", interactive: false };
    if (km) {
      L.circle([Number(latitude), Number(longitude)], { ...style, radius: Number(km) * 1000 }).addTo(this.filter);
    }
    if (box) {
      L.rectangle(boundsOf(box), style).addTo(this.filter);
    }
  }

  listen() {
    document.addEventListener("click", ({ target }) => {
      const work = target.closest?.("[data-map-do]")?.dataset.mapDo;
      if (work === "nearest") {
        this.load({ nearest: 1 });
      } else if (work === "all") {
        this.showAll();
      } else if (work) {
        this.drawing.begin(work);
      }
    });
    document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "map-line" && this.refilter());
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

  /** The filters changed: the map stays where it is, unless nothing of what they leave is there. */
  async refilter() {
    this.drawFilter();
    await this.load();
    if (!this.shown.getLayers().length) {
      this.showAll();
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
    const url = new URL(this.line.pins, location.href);
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
      ...pins.map(([pk, lat, lng, name]) => ({ point: [lat, lng], pk, name, sites: 1 })),
      ...clusters.map(([lat, lng, sites]) => ({ point: [lat, lng], sites })),
    ]);
  }

  /** Pins and groups, those that touch drawn as one where the largest of them stands. */
  draw(found) {
    for (const heap of this.heaped(found)) {
      if (heap.members.length === 1 && heap.pk) {
        this.addPin(heap.point, heap);
      } else {
        this.addGroup(heap.point, heap.members.reduce((sum, { sites }) => sum + sites, 0), () => this.openGroup(heap));
      }
    }
  }

  /** The largest first, each with those that lie too near to it to be seen apart. */
  heaped(found) {
    const zoom = this.map.getZoom();
    const apart = zoom < ONE_BY_ONE ? TOUCHING : 1;
    const heaps = [];
    for (const one of found.toSorted((first, second) => second.sites - first.sites)) {
      const at = this.map.project(one.point, zoom);
      const near = heaps.find((heap) => at.distanceTo(heap.at) < apart);
      if (near) {
        near.members.push(one);
      } else {
        heaps.push({ ...one, at, members: [one] });
      }
    }
    return heaps;
  }

  /** Nearer to what is in a group; the names, where its sites stand at one spot. */
  openGroup({ point, members }) {
    const around = L.latLngBounds(members.map(({ point: each }) => this.near(each)));
    const fits = Math.min(this.map.getBoundsZoom(around.pad(0.1)), ONE_BY_ONE);
    if (members.every(({ pk }) => pk) && this.map.getZoom() >= Math.min(fits, ONE_BY_ONE)) {
      this.tell(point, members.slice(0, TOGETHER));
    } else {
      const closer = members.length > 1 ? fits : this.map.getZoom() + 2;
      this.map.setView(members.length > 1 ? around.getCenter() : this.near(point), Math.max(closer, this.map.getZoom() + 1));
    }
  }

  addPin(point, site) {
    const icon = L.divIcon({ className: "map-dot", iconSize: [24, 24] });
    const marker = L.marker(this.near(point), { icon, keyboard: false, title: site.name });
    marker.on("click", () => this.tell(point, [site]));
    this.markers.set(site.pk, marker.addTo(this.shown));
  }

  addGroup(point, sites, open) {
    const size = 24 + 4 * Math.min(5, String(sites).length);
    const label = document.createElement("span");
    label.textContent = number.format(sites);
    const icon = L.divIcon({ className: "map-group", html: label, iconSize: [size, size] });
    L.marker(this.near(point), { icon, keyboard: false }).on("click", open).addTo(this.shown);
  }

  /** A bubble with the names of the sites at a point, each a link. */
  tell(point, sites) {
    const links = sites.map(({ pk, name }) => {
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

function nearby(longitude, middle) {
  return longitude + 360 * Math.round((middle - longitude) / 360);
}

export function start(element) {
  new Browser(element);
}
