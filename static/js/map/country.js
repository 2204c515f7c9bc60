// Where a country lies, from the file the maps draw their land of.
import { feature } from "topojson-client";
import { L, readAtlas } from "./base.js";

const NEAR = 5; // degrees: islands farther from the mainland are left aside, so that France does not reach to Guiana

const boundsOf = (polygon) => L.latLngBounds(polygon[0].map(([longitude, latitude]) => [latitude, longitude]));
const sizeOf = (bounds) => (bounds.getNorth() - bounds.getSouth()) * (bounds.getEast() - bounds.getWest());

function around(bounds, degrees) {
  const by = [degrees, degrees];
  const [south, north] = [bounds.getSouthWest(), bounds.getNorthEast()];
  return L.latLngBounds([south.lat - by[0], south.lng - by[1]], [north.lat + by[0], north.lng + by[1]]);
}

/** The bounds of a country's mainland and what lies near it, by its ISO 3166 number; null where there is no such country. */
export async function countryBounds(url, number) {
  const world = await readAtlas(url);
  const country = world.objects.countries.geometries.find(({ id }) => id === number);
  if (!country) {
    return null;
  }
  const { type, coordinates } = feature(world, country).geometry;
  const parts = (type === "Polygon" ? [coordinates] : coordinates).map(boundsOf);
  const mainland = parts.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  const near = parts.filter((part) => around(mainland, NEAR).intersects(part));
  return near.reduce((sum, part) => sum.extend(part), L.latLngBounds(mainland.getSouthWest(), mainland.getNorthEast()));
}
