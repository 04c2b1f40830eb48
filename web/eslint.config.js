// Run from the repository's root (see `npm run lint`), because the specs live in tests/web.
import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";
import vue from "eslint-plugin-vue";
import accessibility from "eslint-plugin-vuejs-accessibility";
import vueParser from "vue-eslint-parser";

const root = fileURLToPath(new URL("..", import.meta.url));

const typed = {
  languageOptions: {
    globals: globals.browser,
    parser: vueParser,
    parserOptions: {
      parser: tseslint.parser,
      project: ["./web/tsconfig.json", "./tests/web/tsconfig.json"],
      tsconfigRootDir: root,
      extraFileExtensions: [".vue"],
    },
  },
};

/** The client's plain logic knows no framework, and features know nothing of each other. */
const inward = (files, group, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] },
});

const features = ["people", "clubs", "rooms", "room", "record", "series", "polls", "home", "calendars", "mail"];

export default tseslint.config(
  { ignores: ["web/dist/**", "web/node_modules/**", "web/src/generated/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,vue}"],
    extends: [tseslint.configs.strictTypeChecked, vue.configs["flat/recommended"], accessibility.configs["flat/recommended"]],
    ...typed,
  },
  {
    files: ["**/*.vue"],
    rules: {
      "max-lines": ["error", { max: 200 }],
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-macros-order": ["error", { order: ["defineOptions", "defineProps", "defineModel", "defineEmits", "defineSlots"] }],
      "vue/require-default-prop": "off", // an optional prop may be left out; the types say so
      "@typescript-eslint/no-useless-default-assignment": "off", // does not see that props are optional
      "@typescript-eslint/no-unsafe-assignment": "off", // outside vue-tsc every component's exports are any
      "vue/no-bare-strings-in-template": ["error", { allowlist: ["·", "/", "—", "–", "×", "%", ":", "…", "@", "(", ")", "#", "+"] }],
      "vue/no-static-inline-styles": "error", // the content security policy would drop them
      "vue/no-v-html": "error",
      "vue/no-unused-refs": "error",
      "vue/no-undef-components": ["error", { ignorePatterns: ["RouterLink", "RouterView"] }],
      "vue/require-typed-ref": "error",
      // Layout of templates is free; their sense is reviewed.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always" } }],
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/first-attribute-linebreak": "off",
      "vuejs-accessibility/label-has-for": ["error", { required: { some: ["nesting", "id"] } }],
      "vuejs-accessibility/no-autofocus": "off", // one field, on pages whose one purpose is that field
    },
  },
  {
    files: ["**/*.ts", "**/*.vue"],
    rules: {
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 4],
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  { files: ["tests/web/**"], rules: { "max-lines-per-function": "off" } },
  inward(["web/src/core/**"], ["vue", "vue-*", "pinia", "@/design/**", "@/shell/**", "@/features/**"],
    "core/ is plain TypeScript: it never imports Vue or what is built on it."),
  inward(["web/src/design/**"], ["@/features/**", "@/shell/**", "pinia"], "design/ knows nothing of the product."),
  inward(["web/src/shell/**"], ["@/features/*/**"], "The shell knows features only through their registry."),
  ...features.map((name) => inward([`web/src/features/${name}/**`],
    features.filter((other) => other !== name).map((other) => `@/features/${other}/**`), "Features never import each other.")),
  {
    files: ["web/public/*.js"],
    languageOptions: { globals: globals.browser, sourceType: "script" },
  },
  { files: ["web/scripts/**", "web/*.js"], languageOptions: { globals: globals.node } },
);
