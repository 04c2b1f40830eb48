/** Running the floor: everything a moderator does to turns, list, mode and gavel, by button or by key. */
import { computed, inject, provide, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import type { FloorMode, FloorView, ParticipantView, TurnView } from "@/generated/messages";
import { useAct, type Act } from "@/features/room/acts";
import { runningFor } from "@/features/room/floor/model/turnClock";
import type { Step } from "@/features/room/floor/model/step";
import { useRoom, type RoomContext } from "@/features/room/room";
import { useFloor } from "@/features/room/floor/floor";
import { useStep } from "./useStep";

/** Seconds a turn is given more by one press. */
export const MORE_SECONDS = 30;

/** How long a last call may last, in seconds. */
export const LAST_CALLS = [30, 60, 120] as const;

/** A question or a form of the chair that stands open; one at a time. */
export type Asking =
  | { readonly what: "clear" | "mode" | "statistics" }
  | { readonly what: "withdrew"; /** Who stood at the top a moment ago. */ readonly name: string }
  | { readonly what: "last_word" | "venue" | "close_venue"; readonly person: ParticipantView };

export interface Chair {
  readonly asking: ShallowRef<Asking | undefined>;
  readonly step: ComputedRef<Step>;
  /** A step is on its way. */
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** The floor has passed on this moment: a press would have been meant for the turn before, and does nothing. */
  readonly settling: Readonly<ShallowRef<boolean>>;
  readonly paused: ComputedRef<boolean>;
  next: (confirmed?: boolean) => Promise<void>;
  extend: (seconds?: number) => void;
  /** Stops the clock, or lets it run again. */
  pause: () => void;
  begin: () => void;
  end: () => void;
  waitForSpeaker: () => void;
  lastCall: (seconds?: number) => void;
  /** Closes the list, or opens it again; that calls a last call off too. */
  close: (closed: boolean) => void;
  clear: () => void;
  setMode: (mode: FloorMode) => void;
  lastWord: (person: ParticipantView) => Promise<boolean>;
  present: (person: ParticipantView, presenting: boolean) => void;
  takeGavel: () => void;
  passGavel: (person: ParticipantView) => void;
}

const KEY: InjectionKey<Chair> = Symbol("chair");

export function useChair(): Chair {
  const chair = inject(KEY);
  if (chair === undefined) throw new Error("outside of a room");
  return chair;
}

export function provideChair(): Chair {
  const asking = shallowRef<Asking>();
  const act = useAct();
  const room = useRoom();
  const { view } = useFloor();
  const step = useStep(view, (name) => (asking.value = { what: "withdrew", name }));
  const chair: Chair = { asking, ...step, ...clockActs(view, act, room), ...listActs(act), ...peopleActs(view, act) };
  provide(KEY, chair);
  return chair;
}

type View = ComputedRef<FloorView | undefined>;

function clockActs(view: View, act: Act, room: RoomContext) {
  const turn = computed(() => view.value?.turn);
  const paused = computed(() => turn.value?.paused["moderator"] === true);
  const withTurn = (does: (turn: TurnView) => unknown) => () => turn.value && void does(turn.value);
  return {
    paused,
    extend(seconds = MORE_SECONDS) {
      const running = turn.value;
      if (running === undefined) return;
      const guess = { floor: { turn: { limit: running.limit + seconds * 1000 } } };
      void act({ type: "floor.extend", turn: running.id, seconds }, guess);
    },
    pause: withTurn((running) => (paused.value
      ? act({ type: "floor.resume", turn: running.id })
      : act({ type: "floor.pause", turn: running.id }, guessPause(running, room.session.clock.now())))),
    begin: withTurn((running) => act({ type: "floor.begin_turn", turn: running.id })),
    end: withTurn((running) => act({ type: "floor.end_turn", turn: running.id })),
    waitForSpeaker: withTurn((running) => act({ type: "floor.wait_for_speaker", turn: running.id })),
  };
}

/** The clock stands still at the press, not at the answer. */
function guessPause(turn: TurnView, now: number) {
  const used = turn.used + runningFor(turn, now);
  return { floor: { turn: { state: "paused", used, running_since: null, paused: { moderator: true } } } } as const;
}

function listActs(act: Act) {
  return {
    lastCall: (seconds: number = LAST_CALLS[1]) => void act({ type: "floor.last_call", seconds }),
    close: (closed: boolean) => void act({ type: closed ? "floor.close" : "floor.reopen" }, { floor: { closed, closes_at: null } }),
    clear: () => void act({ type: "floor.clear", confirmed: true }),
    setMode: (mode: FloorMode) => void act({ type: "floor.set_mode", mode }, { floor: { mode } }),
    takeGavel: () => void act({ type: "floor.take_gavel" }),
    passGavel: ({ id }: ParticipantView) => void act({ type: "floor.pass_gavel", participant: id }),
  };
}

function peopleActs(view: View, act: Act) {
  return {
    lastWord({ id }: ParticipantView) {
      const turn = view.value?.turn?.id;
      return act({ type: "floor.last_word", participant: id, confirmed: true, ...(turn !== undefined && { turn }) });
    },
    present({ id }: ParticipantView, presenting: boolean) {
      void act({ type: "floor.set_presenter", participant: id, presenting }, { floor: { presenters: { [id]: presenting || null } } });
    },
  };
}
