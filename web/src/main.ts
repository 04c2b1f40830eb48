import "@/design/tokens.css";
import "@/design/base.css";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "@/App.vue";
import { i18n, speakFirst } from "@/i18n";
import { router } from "@/router";
import { useMe } from "@/shell/me";

const app = createApp(App).use(createPinia());

// Words and person are fetched at the same time; the person's own language is spoken after the browser's.
const words = speakFirst();
void useMe().begin(words);
await words;
app.use(i18n).use(router).mount("#app");
