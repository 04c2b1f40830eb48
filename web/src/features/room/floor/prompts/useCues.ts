import { onScopeDispose, watch, type ShallowRef } from "vue";
import { notify } from "@/core/notices/notices";
import { playChime } from "@/core/sounds/chimes";
import { announce } from "@/design/announcer";
import { toast } from "@/design/toasts";
import { useRoom } from "@/features/room/room";
import { notices, sounds } from "./choices";
import { cues, standing, type Cue } from "./cues";
import type { Outlook } from "./outlook";
import { PLACE_GATHER_MS, SAYINGS } from "./sayings";
import { useWording } from "./wording";

/** Tells what has changed on the floor: to screen readers, as a notice, as a sound, and over other windows. */
export function useCues(seen: Readonly<ShallowRef<Outlook | undefined>>): void {
  const room = useRoom();
  const { say } = useWording();
  const placed = usePlaceGathering((cue) => tell([cue]));
  let before: Outlook | undefined;

  function tell(told: readonly Cue[]): void {
    const sentences = (urgency: "polite" | "assertive") =>
      told.filter(({ what }) => SAYINGS[what].urgency === urgency).map(say).join(" ");
    const shown = told.filter(({ what }) => SAYINGS[what].shown).map(say).join(" ");
    if (shown !== "") toast(shown);
    for (const urgency of ["polite", "assertive"] as const) {
      const text = sentences(urgency);
      if (text !== "") announce(text, urgency); // after the toast, which has said its own part alone
    }
    callBack(told);
  }

  function callBack(told: readonly Cue[]): void {
    const chime = told.map(({ what }) => SAYINGS[what].chime).find((one) => one !== undefined);
    if (chime !== undefined && sounds.on.value && !room.media.value.audioBlocked) void playChime(chime, room.choice.value.speaker);
    const call = told.find(({ what }) => SAYINGS[what].calls);
    if (call !== undefined && document.hidden && notices.on.value) notify(room.view.value?.title ?? "", say(call));
  }

  watch(seen, (now) => {
    if (now === undefined) return;
    const told = cues(before, now);
    before = now;
    const said = told.filter((cue) => !isPlace(cue));
    if (said.length > 0) tell(said);
    placed(told.find(isPlace), now);
  }, { immediate: true });
}

const isPlace = ({ what }: Cue): boolean => what === "place" || what === "place_for";

/** My place moves with every step; it is said at most once in a while, and only as it is then. */
function usePlaceGathering(tell: (cue: Cue) => void): (cue: Cue | undefined, now: Outlook) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let place: Cue | undefined;
  onScopeDispose(() => clearTimeout(timer));
  return (cue, now) => {
    const [first] = now.entries;
    place = now.next === undefined && first !== undefined ? standing("place", first) : undefined;
    if (cue === undefined) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (place !== undefined) tell(place);
    }, PLACE_GATHER_MS);
  };
}
