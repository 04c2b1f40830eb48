import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { brotli, fetchedAhead } from "./scripts/ahead.ts";
import { compiledWords } from "./scripts/words.ts";

const source = fileURLToPath(new URL("./src", import.meta.url));

/** The server the development client talks to; `vite dev` passes everything that is not a module on to it. */
const server = process.env["ROUNDTABLE_DEV_SERVER"] ?? "http://127.0.0.1:8080";

/** Packages that specs outside `web/` import: always taken from here, so there is one copy of each. */
const shared = ["vue", "vue-router", "vue-i18n", "pinia", "vitest", "@vue/test-utils", "reka-ui", "livekit-client",
  "socket.io-client"];

/** What only rooms need must not weigh on other pages. */
const forRooms = /livekit|socket\.io|engine\.io|features[\\/]room[\\/]|core[\\/](?:devices|media|session|sounds)[\\/]/;

/** What pages that only show something need not wait for. */
const forForms = /features[\\/](?:polls[\\/]make|series[\\/]plan|people)[\\/]|shell[\\/](?:floor[\\/]|DoorPage)/;

/** What menus, dialogs and tabs are made of: nothing that a page shows first needs it. */
const forLayers = /design[\\/]Ui(?:MenuContent|DialogContent|Tabs)|node_modules[\\/](?:reka-ui|@floating-ui|@vueuse|aria-hidden|defu)[\\/]/;

export default defineConfig({
  plugins: [
    vue(),
    compiledWords(),
    fetchedAhead(
      {
        "^/$": {
          modules: ["features/home/HomePage.vue", "features/series/home/HomeSeries.vue"],
          asks: ["/api/home"],
        },
        "^/series/(?!new$)([\\w-]+)$": {
          modules: ["features/series/page/SeriesPage.vue"],
          asks: ["/api/series/$1"],
        },
        "^/series/([\\w-]+)/sessions/([\\w.-]+)$": {
          modules: ["features/series/session/SessionPage.vue"],
          asks: ["/api/series/$1/sessions/$2", "/api/series/$1"],
        },
        "^/r/[^/]+$": { modules: ["features/room/RoomPage.vue"] },
      },
      { "zh-CN": "locales/zh-CN/index.ts", en: "locales/en/index.ts" },
    ),
    brotli(),
  ],
  resolve: { alias: { "@": source }, dedupe: shared },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: {
    host: "127.0.0.1",
    fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] }, // the specs live in tests/web
    proxy: Object.fromEntries(["/api", "/socket.io", "/rtc", "/media"].map((path) => [path, { target: server, ws: true }])),
  },
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A few files rather than forty: over HTTP/1.1 each costs a round trip, and a phone has six connections.
    rolldownOptions: { output: { codeSplitting: { groups: [
      { name: "shell", tags: ["$initial"], priority: 2 }, // what every page needs
      { name: "parts", minShareCount: 2, test: (id) => ![forRooms, forForms, forLayers].some((later) => later.test(id)), priority: 1 }, // what some pages share
      { name: "forms", minShareCount: 2, test: forForms, priority: 0 },
      { name: "layers", minShareCount: 2, test: forLayers, priority: 0 },
    ] } } },
    chunkSizeWarningLimit: 800, // the media code, which only the room loads; `npm run size` watches the first load
  },
  test: {
    environment: "happy-dom",
    include: ["../tests/web/**/*.spec.ts"],
    restoreMocks: true,
  },
});
