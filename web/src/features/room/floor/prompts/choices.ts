/** How somebody wants to be called when they do not look: remembered on this device. */
import { readonly, ref, type Ref } from "vue";

interface Choice {
  readonly on: Readonly<Ref<boolean>>;
  choose: (on: boolean) => void;
}

function choice(key: string, first: boolean): Choice {
  const on = ref(recalled(key) ?? first);
  return {
    on: readonly(on),
    choose(wanted) {
      on.value = wanted;
      try {
        localStorage.setItem(key, wanted ? "on" : "off");
      } catch {
        // storage may be forbidden; the choice lasts as long as the page
      }
    },
  };
}

function recalled(key: string): boolean | undefined {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? undefined : kept === "on";
  } catch {
    return undefined;
  }
}

export const sounds = choice("roundtable.floor.sounds", true);

/** Off until somebody switches it on: only then may the browser be asked. */
export const notices = choice("roundtable.floor.notices", false);
