/** How each cue is told: in which tone it is read out, whether it is shown, which sound it has, whether it calls back to the tab. */
import type { CueName } from "./cues";
import type { Chime } from "@/core/sounds/chimes";

export interface Saying {
  /** Assertive interrupts what a screen reader is saying: it is about me, now. */
  readonly urgency: "polite" | "assertive";
  /** Shown as a notice, because nothing else on the page shows it to this person. */
  readonly shown?: true;
  readonly chime?: Chime;
  /** Worth a notification of the system's while the tab is hidden. */
  readonly calls?: true;
}

const POLITE: Saying = { urgency: "polite" };
const SHOWN: Saying = { urgency: "polite", shown: true };
const MINE: Saying = { urgency: "assertive", chime: "floor", calls: true };

export const SAYINGS: Readonly<Record<CueName, Saying>> = {
  yours: MINE,
  yours_in_writing: MINE,
  yours_for: MINE,
  back: MINE,
  interposed: { urgency: "assertive" },
  over: SHOWN,
  turn: POLITE,
  resumed: POLITE,
  stopped: POLITE,
  runs: POLITE,
  extended: SHOWN,
  warning: { urgency: "polite", chime: "warning" },
  time_up: { urgency: "assertive", chime: "warning" },
  their_time_up: POLITE,
  missed: { urgency: "assertive", calls: true },
  next: { urgency: "polite", chime: "next", calls: true },
  next_for: { urgency: "polite", chime: "next", calls: true },
  entered: POLITE,
  entered_for: POLITE,
  place: POLITE,
  place_for: POLITE,
  moved: SHOWN,
  moved_for: SHOWN,
  removed: SHOWN,
  removed_for: SHOWN,
  cleared: SHOWN,
  last_call: { urgency: "polite", calls: true },
  last_call_off: SHOWN,
  closed: SHOWN,
  reopened: SHOWN,
  mode_open: SHOWN,
  mode_moderated: SHOWN,
  mode_round: SHOWN,
  mode_stage: SHOWN,
  may_speak: { ...SHOWN, calls: true },
  may_not_speak: SHOWN,
  microphone_off: SHOWN,
  on_stage: SHOWN,
  off_stage: SHOWN,
  item: POLITE,
  gavel_offered: { urgency: "assertive", calls: true },
  gavel_mine: SHOWN,
  gavel_passed: SHOWN,
  venue_opened: SHOWN,
  venue_closed: SHOWN,
};

/** Changes of my place are gathered this long after the last one was said: what counts is where I stand now. */
export const PLACE_GATHER_MS = 12_000;
