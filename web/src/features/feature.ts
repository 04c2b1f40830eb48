import type { Component } from "vue";
import type { RouteRecordRaw } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    /** Key of the page's title, for the browser's tab and for screen readers after a change of page. */
    title: string;
    /** `bare` pages draw the whole window themselves (the room); the others sit under the header. */
    layout?: "bare" | "page";
    /** Who may see it; others are sent to the sign-in page, or told. */
    needs?: "person" | "administrator";
  }
}

/** What one subject adds to the client. */
export interface Feature {
  /** The folder's name; also the name of its locale files. */
  readonly name: string;
  readonly routes: readonly RouteRecordRaw[];
  /** What it shows on the first page. */
  readonly home?: HomeSection;
  /** What it shows on the page of a club or a campus. */
  readonly club?: () => Promise<{ default: Component }>;
}

/** A part of the first page; it fetches what it shows, says `settled` when that is there, and itself when it cannot be. */
export interface HomeSection {
  /** Sections stand in this order, the smallest first. */
  readonly place: number;
  readonly component: () => Promise<{ default: Component }>;
}
