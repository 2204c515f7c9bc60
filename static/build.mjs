// Builds what the browser loads: static/js and static/css bundled into static/dist, and the icons used as one sprite.
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

// Each entry becomes one file of the same name in static/dist; everything it imports is inside.
// `map` and `site-form` stand apart: only the pages that need them load them.
const ENTRIES = ["js/app.js", "js/map.js", "js/site-form.js", "css/app.css", "css/admin.css", "css/map.css"];

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const DIST = join(HERE, "dist");
const ICONS = join(ROOT, "node_modules", "@tabler", "icons", "icons");

/** One <symbol> of a Tabler icon: `users` is an outline icon, `filled/star` a filled one with the id `star-filled`. */
async function symbol(name) {
  const [style, icon] = name.startsWith("filled/") ? ["filled", name.slice(7)] : ["outline", name];
  const file = join(ICONS, style, `${icon}.svg`);
  if (!existsSync(file)) throw new Error(`static/icons.txt names "${name}", which Tabler Icons does not have.`);
  const shapes = (await readFile(file, "utf8"))
    .replace(/^[^]*?<svg[^]*?>|<\/svg>[^]*$/g, "")
    .replace(/\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s*\n\s*/g, "");
  const paint =
    style === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  const id = style === "filled" ? `${icon}-filled` : icon;
  return `<symbol id="${id}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
}

/** static/icons.txt: one name a line, `#` begins a comment. */
async function sprite() {
  const lines = (await readFile(join(HERE, "icons.txt"), "utf8")).split("\n");
  const names = lines.map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

// Where class names are written: a rule of Tabler that none of these names is left out (635 kB become about 100).
const APPS = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, "__init__.py")) && name !== "tests");
const CONTENT = ["templates/**/*.{html,jinja}", "static/js/**/*.js", ...APPS.map((app) => `${app}/**/*.py`)];
// Names that templates put together, so that they stand nowhere in full.
const COMPOSED = [/^alert/];

/** Tabler's style sheet without what no page uses. */
const trim = {
  name: "trim",
  setup(bundle) {
    bundle.onLoad({ filter: /tabler\.min\.css$/ }, async ({ path }) => {
      const content = CONTENT.map((pattern) => join(ROOT, pattern));
      const [trimmed] = await new PurgeCSS().purge({ content, css: [path], safelist: COMPOSED });
      return { contents: trimmed.css, loader: "css" };
    });
  },
};

/** Land and borders of the world at 1:50 million (Natural Earth, public domain), as TopoJSON; of the names the ISO numbers stay. */
async function world() {
  const atlas = JSON.parse(await readFile(join(ROOT, "node_modules", "world-atlas", "countries-50m.json"), "utf8"));
  for (const country of atlas.objects.countries.geometries) {
    delete country.properties;
  }
  return JSON.stringify(atlas);
}

const icons = await sprite(); // first: a wrong name leaves the last build standing
await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
await build({
  entryPoints: ENTRIES.map((entry) => ({ in: join(HERE, entry), out: entry.split("/")[1].replace(/\.\w+$/, "") })),
  outdir: DIST,
  plugins: [trim],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(join(DIST, "icons.svg"), icons);
await writeFile(join(DIST, "world.json"), await world());
if (existsSync(join(HERE, "img"))) await cp(join(HERE, "img"), join(DIST, "img"), { recursive: true });
