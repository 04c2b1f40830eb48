/** What a person should know about their own sound and picture. */
import type { DeviceProblem } from "../devices/access";
import type { People, Source } from "./people";

/** What the session lets this person publish. */
export type Permits = Readonly<Record<Source, boolean>>;

export const EVERYTHING: Permits = { microphone: true, camera: true, screen: true };

export type MediaConnection = "idle" | "joining" | "live" | "reconnecting" | "over";

/** Why a source is not on although its owner wanted it. */
export type SourceProblem = DeviceProblem | "not_allowed" | "not_connected";

export interface OwnSource {
  readonly on: boolean;
  /** On its way from off to on, or back. */
  readonly busy: boolean;
  /** The server grants it; false for observers, and for whom a moderator stopped. */
  readonly granted: boolean;
  readonly problem?: SourceProblem;
}

export interface MediaState {
  readonly connection: MediaConnection;
  readonly own: Readonly<Record<Source, OwnSource>>;
  readonly people: People;
  /** The browser plays nothing until the person clicks somewhere. */
  readonly audioBlocked: boolean;
}

const OFF: OwnSource = { on: false, busy: false, granted: false };

export const SILENT: MediaState = {
  connection: "idle",
  own: { microphone: OFF, camera: OFF, screen: OFF },
  people: {},
  audioBlocked: false,
};

export function withOwn(state: MediaState, source: Source, change: Partial<OwnSource>): MediaState {
  return { ...state, own: { ...state.own, [source]: { ...state.own[source], ...change } } };
}

/** Forgets a problem when its source is tried again. */
export function withoutProblem(state: MediaState, source: Source): MediaState {
  const { on, busy, granted } = state.own[source];
  return { ...state, own: { ...state.own, [source]: { on, busy, granted } } };
}
