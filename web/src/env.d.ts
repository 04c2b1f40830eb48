/// <reference types="vite/client" />

// vue-tsc knows each component's own type; this is what other tools see.
declare module "*.vue" {
  import type { DefineComponent } from "vue";

  const component: DefineComponent;
  export default component;
}
