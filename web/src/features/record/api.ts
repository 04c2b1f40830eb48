import { http } from "@/core/http/http";
import type { FloorMode, Kind, Policy } from "@/generated/messages";

/** Moments are text in UTC, times are milliseconds; clubs are keys of the record's `clubs`. */
interface LineBase {
  /** Where in the session's log it stands; the lines are in this order. */
  readonly version: number;
  readonly at: string;
  /** The item that was current. */
  readonly item?: string;
}

interface Speaking extends LineBase {
  readonly kind: Kind;
  readonly name: string;
  readonly person: string;
  readonly club?: string;
  readonly text: string;
  readonly text_turn: boolean;
  /** Who entered them, if it was somebody else. */
  readonly entered_by?: string;
  readonly while_closed: boolean;
}

/** Somebody was called. */
export interface TurnLine extends Speaking {
  readonly what: "turn";
  readonly turn: string;
  readonly asked_at?: string;
  readonly began_at?: string;
  readonly ended_at?: string;
  readonly ending?: "done" | "time" | "moderator" | "left" | "session";
  readonly ended_by?: string;
  readonly called_by: string;
  readonly spoken_ms: number;
  readonly limit_ms: number;
  readonly extended_ms: number;
  readonly over_ms: number;
  readonly interposed_in?: string;
  readonly out_of_order: boolean;
  readonly last_word: boolean;
  readonly supports: readonly string[];
}

/** Somebody asked, and never spoke. */
export interface EntryLine extends Speaking {
  readonly what: "entry";
  readonly entry: string;
  readonly asked_at: string;
  readonly gone: "withdrawn" | "removed" | "left" | "role" | "cleared" | "last_word" | "carried" | "written" | "waiting" | "session";
  readonly by?: string;
}

/** Something else was done. */
export interface ActLine extends LineBase {
  readonly what: "act";
  readonly act: string;
  readonly by?: string;
  readonly name?: string;
  readonly club?: string;
  readonly kind?: Kind;
  readonly was?: Kind;
  readonly text?: string;
  readonly before?: string;
  readonly seconds?: number;
  readonly mode?: FloorMode;
  readonly why?: string;
  readonly changes?: Readonly<Record<string, number | boolean | Policy>>;
}

export type Line = TurnLine | EntryLine | ActLine;

export interface Club {
  readonly name_zh: string;
  readonly name_en: string;
}

export interface ClubTotal {
  readonly group: string;
  readonly club?: string;
  /** Of somebody who is of no club. */
  readonly name?: string;
  readonly spoken_ms: number;
  readonly turns: number;
}

export interface PersonTotal {
  readonly person: string;
  readonly name: string;
  readonly club?: string;
  readonly spoken_ms: number;
  readonly turns: number;
}

export interface Totals {
  readonly spoken_ms: number;
  readonly turns: number;
  readonly clubs: readonly ClubTotal[];
  readonly people: readonly PersonTotal[];
}

export interface Item {
  readonly item: string;
  readonly title: string;
  readonly budget_ms: number;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly lasted_ms: number;
  readonly totals: Totals;
}

/** Everything that happened on the floor of a session. */
export interface FloorRecord {
  readonly session_id: string;
  readonly room_id: string;
  readonly title: string;
  readonly started_at: string;
  /** Absent while it is live. */
  readonly ended_at?: string;
  readonly as_of: string;
  readonly clubs: Readonly<Record<string, Club>>;
  readonly items: readonly Item[];
  readonly totals: Totals;
  readonly lines: readonly Line[];
  readonly left_out: number;
  readonly unread: number;
}

const path = (session: string): string => `/api/sessions/${encodeURIComponent(session)}/floor`;

export const floorRecord = (session: string): Promise<FloorRecord> => http.get(path(session));

/** Where the browser saves the record from. */
export const jsonFile = (session: string): string => `${path(session)}.json`;
export const sheetFile = (session: string, language: string, zone: string): string =>
  `${path(session)}.csv?${new URLSearchParams({ language, zone }).toString()}`;
