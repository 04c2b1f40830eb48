// One Firefox, driven over WebDriver BiDi. Reads one JSON request a line from standard input and answers each with one
// JSON line: {id, method, params} -> {id, result} or {id, error}. Ends with its input.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, initScript] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  extraPrefsFirefox: {
    "intl.accept_languages": "en",
    "media.autoplay.blocking_policy": 0,
    "media.autoplay.default": 0,
    "media.navigator.permission.disabled": true,
    "media.navigator.streams.fake": true,
    // Loopback is the only network that a test may use.
    "media.peerconnection.ice.loopback": true,
    "media.peerconnection.ice.obfuscate_host_addresses": false,
    // Firefox's fake camera and the H.264 plugin would be fetched from outside.
    "media.gmp-manager.updateEnabled": false,
  },
});
const pages = new Map();

const methods = {
  async open({ page, url, width, height }) {
    const opened = await browser.newPage();
    await opened.setViewport({ width, height });
    await opened.evaluateOnNewDocument(initScript);
    opened.on("console", (message) => console.error(`[${message.type()}] ${message.text()}`));
    opened.on("pageerror", (error) => console.error(`[error] ${error}`));
    pages.set(page, opened);
    await opened.goto(url, { waitUntil: "domcontentloaded" });
  },
  evaluate: ({ page, expression }) => pages.get(page).evaluate(expression),
  async screenshot({ page, path }) {
    await pages.get(page).screenshot({ path });
  },
  async close({ page }) {
    await pages.get(page).close();
    pages.delete(page);
  },
};

const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
answer({ id: 0, result: await browser.version() });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  // Not awaited: one page that waits must not keep another from answering.
  Promise.resolve(methods[method](params)).then(
    (result) => answer({ id, result: result ?? null }),
    (error) => answer({ id, error: String(error?.message ?? error) }),
  );
}
await browser.close();
