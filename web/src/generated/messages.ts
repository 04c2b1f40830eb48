// Generated from the server's message types by `make generate`. Do not edit.
// Ids and moments are strings; a moment is ISO 8601 in UTC.

export const PROTOCOL = 1;

export type Emoji = "👍" | "👏" | "❤️" | "😂" | "🎉" | "🤔";

export type GoodbyeCode = "left" | "gone" | "removed" | "banned" | "refused" | "ended" | "opened_elsewhere" | "restarting";

export type Role = "host" | "moderator" | "representative" | "guest" | "observer";

export type Source = "microphone" | "camera" | "screen";

/** The command is stored. */
export interface AckAccepted {
  ok: true;
  version?: number;
}

/** The command was not carried out, and why. */
export interface AckRefused {
  ok: false;
  code: string;
  params: Record<string, string | number>;
}

/** Somebody who may not come back, as moderators see them. */
export interface BanView {
  id: string;
  name: string;
  at: string;
}

/** Take a message back: one's own, or as a moderator anybody's. */
export interface ChatDelete {
  type: "chat.delete";
  message: string;
}

/** The `chat` event: a new message, or a known one as it is now. */
export interface ChatFrame {
  kind: "message" | "changed";
  message: ChatMessage;
}

/** The answer to a history question, oldest first. */
export interface ChatHistory {
  messages: ChatMessage[];
  more: boolean;
}

/** Ask for the messages before a place in the sequence, newest last. */
export interface ChatHistoryQuery {
  type: "chat.history";
  before?: number | null;
  limit?: number;
}

/** One message. A deleted one keeps its place and has no text. */
export interface ChatMessage {
  id: string;
  seq: number;
  participant: string;
  name: string;
  club?: ClubView;
  text: string;
  at: string;
  reactions: Record<string, string[]>;
  deleted?: true;
}

/** Put an emoji under a message, or take it away. */
export interface ChatReact {
  type: "chat.react";
  message: string;
  emoji: "👍" | "👏" | "❤️" | "😂" | "🎉" | "🤔";
  on: boolean;
}

/** Write to everybody who is in. */
export interface ChatSend {
  type: "chat.send";
  text: string;
}

/** The club somebody speaks for. */
export interface ClubView {
  id: string;
  name_zh: string;
  name_en: string;
  campus_zh: string;
  campus_en: string;
}

/** The last frame; `retry` says whether connecting again makes sense. */
export interface Goodbye {
  code: "left" | "gone" | "removed" | "banned" | "refused" | "ended" | "opened_elsewhere" | "restarting";
  retry: boolean;
}

/** The `auth` of a connection. Who it is comes from the cookie alone. */
export interface Join {
  room: string;
  csrf: string;
  protocol: number;
  observe?: boolean;
}

/** The room as a person in the lobby sees it. */
export interface LobbyView {
  title: string;
  you: "waiting" | "refused" | "removed" | "banned" | "left";
  ahead: number;
  moderated: boolean;
  ended: boolean;
}

/** Where the media server is, and the token for it. */
export interface MediaAnswer {
  url: string;
  token: string;
  identity: string;
}

/** Asked for before connecting to the media server. */
export interface MediaQuery {
  type: "media";
}

/** The socket sees something else from now on; a snapshot follows. */
export interface Moved {
  audience: string;
}

/** Somebody who is in. */
export interface ParticipantView {
  id: string;
  name: string;
  role: "host" | "moderator" | "representative" | "guest" | "observer";
  club?: ClubView;
  kind: "account" | "guest";
  joined_at: string;
  connected: boolean;
  stopped: StoppedView;
}

export interface PatchFrame {
  from: number;
  to: number;
  patch: Record<string, unknown>;
}

/** Let one person in from the lobby. */
export interface RoomsAdmit {
  type: "rooms.admit";
  participant: string;
}

/** Let everybody in who waits. */
export interface RoomsAdmitAll {
  type: "rooms.admit_all";
}

/** Send somebody out, or away from the lobby, for the rest of the session. */
export interface RoomsBan {
  type: "rooms.ban";
  participant: string;
}

/** Change some of the settings. */
export interface RoomsConfigure {
  type: "rooms.configure";
  lobby?: boolean | null;
  screen_share?: "everyone" | "moderators" | null;
  chat_kept?: boolean | null;
  capacity?: number | null;
}

/** End the session for all. */
export interface RoomsEnd {
  type: "rooms.end";
}

/** Go, on purpose. */
export interface RoomsLeave {
  type: "rooms.leave";
}

/** Let a banned person knock again. */
export interface RoomsLiftBan {
  type: "rooms.lift_ban";
  ban: string;
}

/** Let nobody new in, or open the door again. */
export interface RoomsLock {
  type: "rooms.lock";
  locked: boolean;
}

/** Send one person away from the lobby; they may knock again. */
export interface RoomsRefuse {
  type: "rooms.refuse";
  participant: string;
}

/** Send somebody out; they may knock again. */
export interface RoomsRemove {
  type: "rooms.remove";
  participant: string;
}

/** Be called differently. */
export interface RoomsRename {
  type: "rooms.rename";
  name: string;
}

/** Take back one's own source after a moderator has stopped it; nobody can do this for another. */
export interface RoomsReopen {
  type: "rooms.reopen";
  source: "microphone" | "camera" | "screen";
}

/** Promote or demote somebody who is in. */
export interface RoomsSetRole {
  type: "rooms.set_role";
  participant: string;
  role: "host" | "moderator" | "representative" | "guest" | "observer";
}

/** Take a microphone, a camera or a screen from somebody, until they reopen it themselves. */
export interface RoomsStop {
  type: "rooms.stop";
  participant: string;
  source: "microphone" | "camera" | "screen";
}

/** Take a source from everybody but hosts and moderators. */
export interface RoomsStopAll {
  type: "rooms.stop_all";
  source: "microphone" | "camera" | "screen";
}

/** The room as those see it who are in; `waiting` and `bans` are for moderators only. */
export interface RoomsView {
  session_id: string;
  room_id: string;
  slug: string;
  title: string;
  started_at: string;
  locked: boolean;
  ended: boolean;
  settings: SettingsView;
  participants: Record<string, ParticipantView>;
  waiting?: Record<string, WaitingView>;
  bans?: Record<string, BanView>;
}

/** How the room is run. */
export interface SettingsView {
  lobby: boolean;
  screen_share: "everyone" | "moderators";
  chat_kept: boolean;
  capacity: number;
}

/** Everything the audience may see. */
export interface SnapshotFrame {
  version: number;
  view: Record<string, unknown>;
}

/** Asked for after a gap in the versions. */
export interface SnapshotQuery {
  type: "snapshot";
}

/** The sources a moderator has stopped. */
export interface StoppedView {
  microphone?: true;
  camera?: true;
  screen?: true;
}

/** The server's clock in milliseconds since 1970. */
export interface TimeAnswer {
  now: number;
}

/** Asked for to learn how far off the client's clock is. */
export interface TimeQuery {
  type: "time";
}

/** Somebody in the lobby, as moderators see them. */
export interface WaitingView {
  id: string;
  name: string;
  club?: ClubView;
  kind: "account" | "guest";
  knocked_at: string;
}

/** First frame of a connection. */
export interface Welcome {
  participant: string;
  audience: string;
  session_id: string;
  server_time: string;
  node: string;
}

export type Command =
  | RoomsLeave
  | RoomsRename
  | RoomsReopen
  | RoomsAdmit
  | RoomsAdmitAll
  | RoomsRefuse
  | RoomsStop
  | RoomsStopAll
  | RoomsRemove
  | RoomsBan
  | RoomsLiftBan
  | RoomsSetRole
  | RoomsLock
  | RoomsConfigure
  | RoomsEnd
  | ChatSend
  | ChatDelete
  | ChatReact;

export type CommandType = Command["type"];

export type Query =
  | SnapshotQuery
  | MediaQuery
  | TimeQuery
  | ChatHistoryQuery;

export interface Answers {
  "snapshot": SnapshotFrame;
  "media": MediaAnswer;
  "time": TimeAnswer;
  "chat.history": ChatHistory;
}

export interface Frames {
  "welcome": Welcome;
  "snapshot": SnapshotFrame;
  "patch": PatchFrame;
  "moved": Moved;
  "goodbye": Goodbye;
  "chat": ChatFrame;
}

export interface SessionView {
  "rooms": RoomsView;
}

export interface WaitingSessionView {
  "rooms": LobbyView;
}

export type Ack =
  | AckAccepted
  | AckRefused;

export const REFUSAL_CODES = [
  "administrators_only",
  "already_host",
  "banned",
  "body_too_large",
  "body_too_slow",
  "campus_has_clubs",
  "client_outdated",
  "csrf_token_wrong",
  "csv_or_file",
  "email_taken",
  "empty",
  "first_start_over",
  "foreign_origin",
  "hosts_only",
  "internal_error",
  "invalid",
  "json_expected",
  "last_administrator",
  "last_host",
  "link_wrong",
  "lobby_full",
  "malformed",
  "method_not_allowed",
  "name_taken",
  "no_email",
  "no_such_ban",
  "no_such_message",
  "no_such_participant",
  "no_such_person",
  "no_such_room",
  "no_web_address",
  "not_allowed",
  "not_found",
  "not_present",
  "not_waiting",
  "password_too_easy",
  "password_too_long",
  "password_too_short",
  "password_wrong",
  "person_disabled",
  "role_too_high",
  "room_full",
  "room_is_live",
  "room_locked",
  "session_ended",
  "sign_in_needed",
  "sign_in_wrong",
  "too_busy",
  "too_fast",
  "too_many_clubs",
  "too_many_moderators",
  "too_many_people",
  "too_many_requests",
  "too_many_rooms",
  "unavailable",
  "unknown_campus",
  "unknown_club",
  "unknown_command",
  "unknown_query",
  "unknown_zone",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
