import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..");
const out = join(root, "web/static");

// Every file in src/entries is an entry of its own, named after the file: pages ask for it with asset("name").
const entries = Object.fromEntries(
  readdirSync(join(here, "src/entries"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => [basename(name, ".js"), join(here, "src/entries", name)]),
);

function* filesBelow(folder, endings) {
  if (!existsSync(folder)) return;
  if (statSync(folder).isFile()) return yield folder;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (["node_modules", "static", "__pycache__"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, endings);
    else if (endings.some((ending) => entry.name.endsWith(ending))) yield path;
  }
}

const IN_CODE = /\bicon(?:\(\s*|=)["']([a-z0-9-]+)["']/g;
const IN_DATA = /\bicon: ([a-z0-9-]+)/g;

/** One SVG sprite with just the Lucide icons that templates, Python and scripts name as icon("name"), and data files as
    icon: name. */
function lucideSprite() {
  const used = () => {
    const names = new Set();
    const named = (folders, endings, how) => {
      for (const path of folders.flatMap((folder) => [...filesBelow(join(root, folder), endings)])) {
        for (const [, name] of readFileSync(path, "utf8").matchAll(how)) names.add(name);
      }
    };
    named(["web", "admin_panel", "portal", "bot/channels", "routing/words.py", "frontend/src"], [".html", ".js", ".py"], IN_CODE);
    named(["sensors/data"], ["indicators.yml"], IN_DATA);
    return [...names].sort();
  };
  const symbol = (name) => {
    const svg = readFileSync(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").trim()}</symbol>`;
  };
  return {
    name: "lucide-sprite",
    writeBundle() {
      mkdirSync(out, { recursive: true });
      const svg = `<svg xmlns="http://www.w3.org/2000/svg">${used().map(symbol).join("")}</svg>`;
      writeFileSync(join(out, "icons.svg"), svg);
    },
  };
}

export default defineConfig({
  root: here,
  base: "/static/",
  publicDir: join(here, "public"),
  plugins: [tailwindcss(), lucideSprite()],
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content policy allows no data: scripts or fonts
    chunkSizeWarningLimit: 1500, // MapLibre, fetched only by pages with a map
    rollupOptions: { input: entries },
  },
});
