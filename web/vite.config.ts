import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("./src", import.meta.url));

/** The server the development client talks to; `vite dev` passes everything that is not a module on to it. */
const server = process.env["ROUNDTABLE_DEV_SERVER"] ?? "http://127.0.0.1:8080";

/** Packages that specs outside `web/` import: always taken from here, so there is one copy of each. */
const shared = ["vue", "vue-router", "vue-i18n", "pinia", "vitest", "@vue/test-utils", "reka-ui", "livekit-client",
  "socket.io-client"];

export default defineConfig({
  plugins: [vue()],
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
    chunkSizeWarningLimit: 800, // the media code, which only the room loads; `npm run size` watches the first load
  },
  test: {
    environment: "happy-dom",
    include: ["../tests/web/**/*.spec.ts"],
    restoreMocks: true,
  },
});
