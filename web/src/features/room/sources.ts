/** One's own microphone, camera and screen, as buttons and keys work them. */
import { computed, onScopeDispose, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { Source } from "@/core/media/people";
import { toast } from "@/design/toasts";
import { guessParticipant, useAct } from "@/features/room/acts";
import { takesSpace } from "@/features/room/model/shortcuts";
import { useRoom } from "@/features/room/room";

export interface SourceControl {
  readonly on: ComputedRef<boolean>;
  readonly busy: ComputedRef<boolean>;
  /** A moderator switched it off; only its owner can switch it on again. */
  readonly stopped: ComputedRef<boolean>;
  /** Why it cannot be switched on now, as a sentence that says what to do. */
  readonly denied: ComputedRef<string | undefined>;
  press: () => Promise<void>;
}

export function useSource(source: Source): SourceControl {
  const room = useRoom();
  const act = useAct();
  const { t } = useI18n();
  const own = computed(() => room.media.value.own[source]);
  const stopped = computed(() => room.me.value?.stopped[source] === true);

  const denied = computed(() => {
    if (source === "screen" && !canShareScreens()) return t("room.device.screen.unsupported");
    const denial = room.denials.value[source];
    if (denial === undefined) return undefined;
    if (denial === "observer" || denial === "screens") return t(`room.${source}.not_allowed`);
    return source === "microphone" ? t(`floor.prompt.no_microphone.${denial}`) : t(`floor.prompt.no_${source}`);
  });

  async function press(): Promise<void> {
    const on = !own.value.on;
    const me = room.me.value;
    if (on && denied.value !== undefined) {
      toast(denied.value);
      return;
    }
    if (on && stopped.value && me !== undefined) {
      const guess = guessParticipant(me.id, { stopped: { [source]: null } });
      if (!(await act({ type: "rooms.reopen", source }, guess))) return;
    }
    await room.want(source, on);
    const { problem } = own.value;
    // Closing the browser's own picker of screens is a decision, not a problem.
    if (problem !== undefined && !(source === "screen" && problem === "refused")) toast(t(`room.device.${source}.${problem}`), "bad");
  }

  return {
    on: computed(() => own.value.on),
    busy: computed(() => own.value.busy),
    stopped,
    denied,
    press,
  };
}

/** Phones cannot. */
function canShareScreens(): boolean {
  return "getDisplayMedia" in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});
}

/** While the space bar is held the microphone is on, and off again with it; it changes nothing for who talks already. */
export function useHoldToTalk(microphone: SourceControl): void {
  const room = useRoom();
  let holding = false;

  function down(event: KeyboardEvent): void {
    if (event.code !== "Space" || event.repeat || takesSpace(event.target)) return;
    if (microphone.denied.value !== undefined || microphone.stopped.value) return;
    event.preventDefault();
    if (microphone.on.value || holding) return;
    holding = true;
    void room.want("microphone", true);
  }
  function release(): void {
    if (!holding) return;
    holding = false;
    void room.want("microphone", false);
  }
  const up = (event: KeyboardEvent) => event.code === "Space" && release();
  addEventListener("keydown", down);
  addEventListener("keyup", up);
  addEventListener("blur", release);
  onScopeDispose(() => {
    release();
    removeEventListener("keydown", down);
    removeEventListener("keyup", up);
    removeEventListener("blur", release);
  });
}
