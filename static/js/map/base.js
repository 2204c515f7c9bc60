// What every map has: land and borders drawn from a file of ours, tiles over them where a tile server is set, a scale.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { feature, mesh } from "topojson-client";

const CLOSEST = 19;
const NARROW = 700; // pixels: a phone has room for half the world at zoom 2, and for all of it at 1
const COPIES = [-360, 0, 360]; // so that a map across the date line has land on both sides
const WORLD = { center: [25, 5], zoom: 2 };

let atlas = null;

/** The file is asked for once a page, whatever the number of maps. */
export function readAtlas(url) {
  atlas ??= fetch(url).then((answer) => answer.json());
  return atlas;
}

/** The same rings without a leap from 180° to −180°, which would be drawn as a line around the world. */
function unwrapped(geometry) {
  const coordinates = geometry.coordinates.map((polygon) =>
    polygon.map((ring) => {
      let turn = 0;
      return ring.map(([longitude, latitude], index) => {
        const leap = index ? longitude - ring[index - 1][0] : 0;
        turn -= 360 * Math.round(leap / 360);
        return [longitude + turn, latitude];
      });
    }),
  );
  return { type: "MultiPolygon", coordinates };
}

async function drawWorld(map, url) {
  const world = await readAtlas(url);
  const land = unwrapped(feature(world, world.objects.land).features[0].geometry);
  const borders = mesh(world, world.objects.countries, (one, other) => one !== other);
  const pane = map.createPane("world");
  pane.style.zIndex = 100; // tiles are at 200
  for (const copy of COPIES) {
    const coordsToLatLng = ([longitude, latitude]) => L.latLng(latitude, longitude + copy);
    const options = { pane: "world", interactive: false, coordsToLatLng };
    L.geoJSON(land, { ...options, style: { className: "map-land", stroke: false } }).addTo(map);
    L.geoJSON(borders, { ...options, style: { className: "map-border", fill: false } }).addTo(map);
  }
  map.attributionControl.addAttribution("Natural Earth");
}

function drawTiles(map, { tiles, attribution }) {
  if (tiles) {
    L.tileLayer(tiles, { attribution, maxZoom: CLOSEST, maxNativeZoom: CLOSEST, detectRetina: false }).addTo(map);
  }
}

/** A Leaflet map in an element with the attributes of templates/sites/_map_attributes.html. */
export function createMap(element, options = {}) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still };
  const map = L.map(element, { ...WORLD, ...motion, minZoom: element.clientWidth < NARROW ? 1 : 2, maxZoom: CLOSEST, worldCopyJump: true, zoomControl: false, ...options });
  const { zoomIn, zoomOut } = element.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  drawWorld(map, element.dataset.world);
  drawTiles(map, element.dataset);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(element); // opened tabs, folded navigation
  return map;
}

/** The longitude that people write, −180 to 180, of a point that may lie on another copy of the world. */
export function onEarth({ lat, lng }) {
  return L.latLng(Math.max(-90, Math.min(90, lat)), ((((lng + 180) % 360) + 360) % 360) - 180);
}

export { L };
