import type { Component } from "vue";

/** One line of a menu. */
export interface MenuItem {
  readonly key: string;
  readonly text: string;
  readonly icon?: Component;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly act: () => void;
}

/** Lines that belong together. With `chosen` it is a choice of one: the key of the line that holds. */
export interface MenuGroup {
  readonly key: string;
  readonly title?: string;
  readonly chosen?: string;
  readonly items: readonly MenuItem[];
}
