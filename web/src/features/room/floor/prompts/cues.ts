/** What is worth saying about the difference between two looks at the floor. Pure; who says it how is `sayings.ts`. */
import type { EntryOutlook, Outlook, TurnOutlook } from "./outlook";

export type CueName =
  | "yours" | "yours_in_writing" | "yours_for" | "back" | "interposed" | "over" | "turn" | "resumed"
  | "stopped" | "runs" | "extended" | "warning" | "time_up" | "their_time_up" | "missed"
  | "next" | "next_for" | Standing | `${Standing}_for` | "cleared"
  | "last_call" | "last_call_off" | "closed" | "reopened"
  | "mode_open" | "mode_moderated" | "mode_round" | "mode_stage" | "may_speak" | "may_not_speak" | "microphone_off"
  | "on_stage" | "off_stage" | "item" | "gavel_offered" | "gavel_mine" | "gavel_passed"
  | "venue_opened" | "venue_closed";

/** About an entry: mine, or of somebody in my sub-venue. */
type Standing = "entered" | "place" | "moved" | "removed";

export interface Cue {
  readonly what: CueName;
  /** A person's name, or an item's title. */
  readonly name?: string;
  readonly milliseconds?: number;
  readonly place?: number;
}

/** In the order in which they are said: what I must do now comes first. */
export function cues(before: Outlook | undefined, now: Outlook): Cue[] {
  if (before === undefined) return arrival(now);
  return [
    ...ofTurn(before, now),
    ...ofClock(before, now),
    ...ofQueue(before, now),
    ...ofMode(before, now),
    ...ofList(before, now),
    ...ofChair(before, now),
    ...ofVenue(before, now),
  ];
}

/** Who comes in, or back after a break, is told only what waits for them. */
function arrival(now: Outlook): Cue[] {
  if (now.turn?.mine) return [yours(now.turn)];
  return now.next === undefined ? [] : [next(now.next)];
}

function ofTurn(before: Outlook, now: Outlook): Cue[] {
  const lost = [before.turn, before.interrupted].filter((turn) => turn?.mine && !holds(now, turn.id));
  const over: Cue[] = lost.length > 0 ? [{ what: "over" }] : [];
  const { turn } = now;
  if (turn === undefined || turn.id === before.turn?.id) return over;
  if (turn.id === before.interrupted?.id) {
    const what = turn.mine ? "back" : "resumed";
    return [...over, { what, name: turn.name, milliseconds: turn.remaining }];
  }
  if (turn.mine) return [...over, yours(turn)];
  const interposed = now.interrupted?.mine && now.interrupted.id === before.turn?.id;
  return [...over, { what: interposed ? "interposed" : "turn", name: turn.name }];
}

function holds(outlook: Outlook, id: string): boolean {
  return outlook.turn?.id === id || outlook.interrupted?.id === id;
}

function yours(turn: TurnOutlook): Cue {
  if (turn.guest) return { what: "yours_for", name: turn.name };
  return { what: turn.inWriting ? "yours_in_writing" : "yours" };
}

function ofClock(before: Outlook, now: Outlook): Cue[] {
  const [was, is] = [before.turn, now.turn];
  if (was === undefined || is === undefined || was.id !== is.id) return [];
  const chairs = now.gavel === "mine";
  const told: Cue[] = [];
  if (is.mine && is.stopped !== was.stopped) told.push({ what: is.stopped ? "stopped" : "runs" });
  if (is.mine && is.limit > was.limit) told.push({ what: "extended", milliseconds: is.limit - was.limit });
  if (is.mine && is.tone === "warning" && was.tone === "calm") told.push({ what: "warning", milliseconds: is.remaining });
  if (is.tone === "over" && was.tone !== "over" && (is.mine || chairs)) told.push({ what: is.mine ? "time_up" : "their_time_up", name: is.name });
  if (chairs && is.missed && !was.missed) told.push({ what: "missed", name: is.name });
  return told;
}

function ofQueue(before: Outlook, now: Outlook): Cue[] {
  const told: Cue[] = [];
  const isNext = now.next !== undefined && now.next.id !== before.next?.id;
  if (now.next !== undefined && isNext) told.push(next(now.next));
  for (const entry of now.entries) {
    const was = before.entries.find(({ id }) => id === entry.id);
    if (entry.moved && was !== undefined && (!was.moved || was.place !== entry.place)) told.push(standing("moved", entry));
    else if (entry.place !== was?.place && entry.id !== now.next?.id) told.push(standing(was ? "place" : "entered", entry));
  }
  const left = gone(before, now);
  if (left.length > 0 && now.waiting === 0 && before.waiting > 1) return [...told, { what: "cleared" }];
  return [...told, ...left.map((entry) => standing("removed", entry))];
}

/** Where an entry stands, said to whom it concerns. */
export function standing(what: Standing, { place, guest }: EntryOutlook): Cue {
  const where = what === "removed" ? {} : { place };
  return guest === undefined ? { what, ...where } : { what: `${what}_for`, name: guest, ...where };
}

/** My entries that left the queue, but not because I was called. */
function gone(before: Outlook, now: Outlook): EntryOutlook[] {
  const left = before.entries.filter(({ id }) => !now.entries.some((entry) => entry.id === id));
  const called = now.turn?.mine === true && !holds(before, now.turn.id);
  return called ? left.slice(1) : left;
}

function next({ name, guest }: NonNullable<Outlook["next"]>): Cue {
  return guest ? { what: "next_for", name } : { what: "next" };
}

function ofList(before: Outlook, now: Outlook): Cue[] {
  if (now.closed !== before.closed) return [{ what: now.closed ? "closed" : "reopened" }];
  if (now.closesAt === before.closesAt) return [];
  if (now.closesAt === undefined) return [{ what: "last_call_off" }];
  return [{ what: "last_call", milliseconds: now.closesAt - now.now }];
}

function ofMode(before: Outlook, now: Outlook): Cue[] {
  const told: Cue[] = [];
  if (now.item !== undefined && now.item.id !== before.item?.id) told.push({ what: "item", name: now.item.title });
  if (now.mode !== before.mode) told.push({ what: `mode_${now.mode}` });
  if (now.presenting !== before.presenting) told.push({ what: now.presenting ? "on_stage" : "off_stage" });
  return [...told, ...ofRight(before, now)];
}

/** Only where nothing else explains it: my turn, its end, the stage, or a floor that is open to all. */
function ofRight(before: Outlook, now: Outlook): Cue[] {
  if (before.maySpeak === now.maySpeak || before.presenting !== now.presenting) return [];
  if (now.maySpeak) return now.turn?.mine || now.mode === "open" ? [] : [{ what: "may_speak" }];
  if (before.turn?.mine) return [];
  return [{ what: now.item?.id === before.item?.id ? "microphone_off" : "may_not_speak" }];
}

function ofChair(before: Outlook, now: Outlook): Cue[] {
  if (before.gavel === now.gavel) return [];
  if (now.gavel === "offered") return [{ what: "gavel_offered" }];
  if (now.gavel === "mine") return [{ what: "gavel_mine" }];
  return before.gavel === "mine" ? [{ what: "gavel_passed" }] : [];
}

function ofVenue({ venue }: Outlook, now: Outlook): Cue[] {
  if ((venue === undefined) === (now.venue === undefined)) return [];
  return now.venue === undefined ? [{ what: "venue_closed" }] : [{ what: "venue_opened", name: now.venue }];
}
