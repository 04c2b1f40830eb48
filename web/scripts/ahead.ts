import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

type Bundle = Readonly<Record<string, Rolldown.OutputChunk | Rolldown.OutputAsset>>;

/** What else a browser would only hear of when the shell runs. */
export interface Ahead {
  /** Modules that draw the page. */
  readonly modules: readonly string[];
  /**
   * What the first sight of the page waits for in the API; `$1` is what the pattern took of the address. Few: a browser
   * has six connections for these, scripts and styles.
   */
  readonly asks?: readonly string[];
}

/** By the pattern of the addresses that need it. */
export type Pages = Readonly<Record<string, Ahead>>;

/** Read by `roundtable/http/ahead.py`. */
const ASKED = ".vite/asked-ahead.json";

/**
 * Writes into the page which files an address and a language need, for `public/before-paint.js` to fetch at once, and
 * beside it what it asks of the API, which the server says to whoever is signed in.
 * Files are found by the names of modules, so a page that moves breaks the build, not the speed in silence.
 */
export function fetchedAhead(pages: Pages, languages: Readonly<Record<string, string>>): Plugin {
  return {
    name: "roundtable:fetched-ahead",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, chunk }) {
        if (!bundle || !chunk) return html;
        const known = needs(bundle, chunk);
        const files = (modules: readonly string[]): string[] =>
          [...new Set(modules.flatMap((module) => [...needs(bundle, chunkOf(bundle, module))]))].filter((file) => !known.has(file));
        const json = JSON.stringify({
          pages: mapped(pages, ({ modules }) => files(modules)),
          languages: mapped(languages, (module) => files([module])),
        });
        return html.replace('<script src="/before-paint.js"', `<script type="application/json" id="ahead">${json}</script>\n    $&`);
      },
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: ASKED, source: JSON.stringify(mapped(pages, ({ asks }) => asks ?? [])) });
    },
  };
}

function mapped<V, W>(record: Readonly<Record<string, V>>, make: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value)]));
}

function chunkOf(bundle: Bundle, module: string): Rolldown.OutputChunk {
  const found = Object.values(bundle).find((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(module));
  if (found?.type !== "chunk") throw new Error(`no page is made of ${module}`);
  return found;
}

/** The files of a chunk, its style sheets, and what it imports at once. */
function needs(bundle: Bundle, chunk: Rolldown.OutputChunk, found = new Set<string>()): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const sheet of chunk.viteMetadata?.importedCss ?? []) found.add(sheet);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === "chunk") needs(bundle, imported, found);
  }
  return found;
}

const SMALLEST = 1000;
const packed = promisify(brotliCompress);

/** Writes each text once more as Brotli, which the server prefers; an eighth smaller than gzip. */
export function brotli(): Plugin {
  return {
    name: "roundtable:brotli",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(?:js|css|html)$/.test(name));
      await Promise.all(texts.map((name) => pack(join(dir ?? "", name))));
    },
  };
}

async function pack(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < SMALLEST) return;
  await writeFile(`${file}.br`, await packed(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
}
