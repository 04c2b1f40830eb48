// Fails when the first load grows past its bound: what a browser must fetch to draw the first page, gzipped.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const BOUND = 200 * 1000;
const dist = new URL("../dist/", import.meta.url);

const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));
const packed = async (file) => gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length;

/** Every file that the given manifest entries need, following static imports only. */
function closure(keys, found = new Set(), seen = new Set()) {
  for (const key of keys) {
    const entry = manifest[key];
    if (!entry || seen.has(key)) continue;
    seen.add(key);
    found.add(entry.file);
    for (const sheet of entry.css ?? []) found.add(sheet);
    closure(entry.imports ?? [], found, seen);
  }
  return found;
}

async function weigh(files) {
  let sum = 0;
  for (const file of files) sum += await packed(file);
  return sum;
}

// The first page: the entry, one language, and the heaviest page that is not the room.
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && key.endsWith(".vue"));
const quiet = pages.filter((key) => !key.includes("/features/room/"));
const languages = Object.keys(manifest).filter((key) => /locales\/[^/]+\/index\.ts$/.test(key));
const html = gzipSync(await readFile(new URL("index.html", dist))).length + (await packed("before-paint.js"));

let worst = { total: 0, page: "", language: "" };
for (const page of quiet.length > 0 ? quiet : [""]) {
  for (const language of languages) {
    const total = html + (await weigh(closure(["index.html", page, language])));
    if (total > worst.total) worst = { total, page, language };
  }
}
const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
process.stdout.write(`first load at most ${kilo(worst.total)} gzipped (${worst.page}, ${worst.language}); bound ${kilo(BOUND)}\n`);
for (const page of pages.filter((key) => key.includes("/features/room/"))) {
  process.stdout.write(`room on top: ${kilo(await weigh(closure([page])))} (${page})\n`);
}
const media = [...closure(["index.html", ...quiet])].filter((file) => /livekit/i.test(file));
if (media.length > 0) process.stdout.write(`media code in the first load: ${media.join(", ")}\n`);
if (worst.total === 0 || worst.total > BOUND || media.length > 0) process.exit(1);
