import "@/design/tokens.css";
import "@/design/base.css";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "@/App.vue";
import { i18n, speakFirst } from "@/i18n";
import { router } from "@/router";

await speakFirst();
createApp(App).use(createPinia()).use(i18n).use(router).mount("#app");
