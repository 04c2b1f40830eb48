import { baseCompile } from "@intlify/message-compiler";
import type { Plugin } from "vite";

interface Words {
  readonly [key: string]: string | Words;
}

/** What makes a sentence more than its letters: placeholders, choices, links. */
const FORMAT = /[{}|@]/;

/**
 * Compiles the sentences when the client is built, so that no browser fetches a compiler to do it on every visit.
 * A sentence that does not compile breaks the build.
 *
 * Written here: the library's own plugin brings a parser of TypeScript for blocks within components, which we have not.
 */
export function compiledWords(): Plugin {
  return {
    name: "roundtable:compiled-words",
    apply: "build",
    enforce: "pre", // before the JSON becomes a module
    config: () => ({ define: { __INTLIFY_DROP_MESSAGE_COMPILER__: true } }),
    transform: {
      filter: { id: /[\\/]locales[\\/][^\\/]+[\\/][^\\/]+\.json$/ },
      handler: (json) => ({ code: JSON.stringify(compiled(JSON.parse(json) as Words)), map: null }),
    },
  };
}

function compiled(words: Words): object {
  return Object.fromEntries(Object.entries(words).map(([key, sentence]) =>
    [key, typeof sentence === "string" ? spoken(sentence) : compiled(sentence)]));
}

/** Plain letters as they are; anything else as the tree that the library reads, under the sentence as its key. */
function spoken(sentence: string): string | object {
  if (!FORMAT.test(sentence)) return sentence;
  const { ast } = baseCompile(sentence, { jit: true, minify: true, location: false, onError: (error) => { throw error; } });
  return { ...ast, cacheKey: sentence };
}
