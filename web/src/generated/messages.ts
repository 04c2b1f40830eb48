// Generated from the server's message types by `make generate`. Do not edit.
// Ids and moments are strings; a moment is ISO 8601 in UTC.

export const PROTOCOL = 1;

export type Disposal = "extend" | "carry" | "write";

export type Emoji = "👍" | "👏" | "❤️" | "😂" | "🎉" | "🤔";

export type FloorMode = "open" | "moderated" | "round" | "stage";

export type GoodbyeCode = "left" | "gone" | "removed" | "banned" | "refused" | "ended" | "opened_elsewhere" | "restarting";

export type Kind = "point_of_order" | "clarifying_question" | "reply" | "topic";

export type PlaceReason = "goes_first" | "moved" | "deferred" | "waited_long" | "arrival" | "club_not_spoken" | "club_seconds" | "club_turns" | "club_ahead";

export type Policy = "fair" | "fifo";

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

/** Somebody in a sub-venue. */
export interface AttendeeView {
  id: string;
  name: string;
  club?: string;
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

/** What a club has spoken: on this item, and in this session. `over`: beyond its budget on this item. */
export interface ClubTallyView {
  club: ClubView;
  item_ms: number;
  item_turns: number;
  ms: number;
  turns: number;
  budget?: number;
}

/** The club somebody speaks for. */
export interface ClubView {
  id: string;
  name_zh: string;
  name_en: string;
  campus_zh: string;
  campus_en: string;
}

/** Somebody who waits. `rank` ascends in the queue's order; the place is the number of lower ranks plus one. */
export interface EntryView {
  id: string;
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
  rank: number;
  reason: "goes_first" | "moved" | "deferred" | "waited_long" | "arrival" | "club_not_spoken" | "club_seconds" | "club_turns" | "club_ahead";
  name: string;
  participant?: string;
  club?: string;
  venue?: string;
  attendee?: string;
  text?: string;
  text_turn?: true;
  by?: string;
  carried?: true;
  at: string;
  away?: true;
}

/** Enter somebody on their behalf: a participant, or by name a person without an account. */
export interface FloorAdd {
  type: "floor.add";
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
  text?: string;
  text_turn?: boolean;
  participant?: string | null;
  name?: string | null;
  club?: string | null;
  club_name?: string | null;
}

/** Name somebody who is in one's sub-venue. */
export interface FloorAddAttendee {
  type: "floor.add_attendee";
  name: string;
  club?: string | null;
  club_name?: string | null;
}

/** Put an item at the end of the list. */
export interface FloorAddItem {
  type: "floor.add_item";
  title: string;
  clubs?: string[];
  budget?: number | null;
  club_budget?: number | null;
}

/** Put one item for each club that is here at the end of the list: a report round. */
export interface FloorAddRound {
  type: "floor.add_round";
  budget: number;
}

/** Enter the queue. */
export interface FloorAsk {
  type: "floor.ask";
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
  text?: string;
  text_turn?: boolean;
}

/** Enter an attendee of one's sub-venue. */
export interface FloorAskFor {
  type: "floor.ask_for";
  attendee: string;
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
  text?: string;
  text_turn?: boolean;
}

/** Start the clock of a turn that was called: the speaker is heard now. By the speaker or a moderator. */
export interface FloorBeginTurn {
  type: "floor.begin_turn";
  turn: string;
}

/** Call a waiting entry out of order. `turn` as in Next. */
export interface FloorCall {
  type: "floor.call";
  entry: string;
  turn?: string | null;
}

/** Take all entries off the queue. Refused with `needs_confirmation` {waiting} if there are any. */
export interface FloorClear {
  type: "floor.clear";
  confirmed?: boolean;
}

/** Accept no new entries but points of order. */
export interface FloorClose {
  type: "floor.close";
}

/**
 * End the current item. Refused with `people_waiting` {waiting} if somebody waits and `waiting` does not say more.
 *
 * `extend` keeps it open, with `seconds` more of budget.
 */
export interface FloorCloseItem {
  type: "floor.close_item";
  waiting?: "extend" | "carry" | "write" | null;
  seconds?: number;
}

/** Say that a sub-venue is over; what its people have waiting is withdrawn. */
export interface FloorCloseVenue {
  type: "floor.close_venue";
  participant: string;
}

/** Change order and clock. */
export interface FloorConfigure {
  type: "floor.configure";
  policy?: "fair" | "fifo" | null;
  bound?: number | null;
  limits?: Limits | null;
  warning?: number | null;
  hard_stop?: boolean | null;
  call_grace?: number | null;
  absence_grace?: number | null;
  entries_per_kind?: number | null;
}

/** Go behind the last of one's kind. */
export interface FloorDefer {
  type: "floor.defer";
  entry: string;
}

/** Say differently what an entry is about: one's own, or any as a moderator. */
export interface FloorEdit {
  type: "floor.edit";
  entry: string;
  text?: string | null;
  text_turn?: boolean | null;
}

/** Change an item. An absent field stays; a budget of 0 takes it away. */
export interface FloorEditItem {
  type: "floor.edit_item";
  item: string;
  title?: string | null;
  clubs?: string[] | null;
  budget?: number | null;
  club_budget?: number | null;
}

/** End a turn: one's own, or any as a moderator. A paused main turn gets the floor back by it. */
export interface FloorEndTurn {
  type: "floor.end_turn";
  turn: string;
}

/** Give a turn more seconds. */
export interface FloorExtend {
  type: "floor.extend";
  turn: string;
  seconds: number;
}

/** Announce that the list closes in so many seconds. */
export interface FloorLastCall {
  type: "floor.last_call";
  seconds: number;
}

/** Let one participant speak, clear and close the list. `turn` and `confirmed` as in Next and Clear. */
export interface FloorLastWord {
  type: "floor.last_word";
  participant: string;
  turn?: string | null;
  confirmed?: boolean;
}

/** Put an entry directly before another, or to the end; the only way to break the order. */
export interface FloorMove {
  type: "floor.move";
  entry: string;
  before?: string | null;
}

/** Put an item that has not begun before another, or to the end. */
export interface FloorMoveItem {
  type: "floor.move_item";
  item: string;
  before?: string | null;
}

/**
 * One step on: begin the next turn, interpose the next question, or give the floor back after one.
 *
 * `turn` is the running turn it wants to end or interrupt (the interposed one, if there is one), absent if nobody
 * has the floor; another id is refused as `turn_over`. If the person at the top withdrew within the last second it
 * is refused once as `top_withdrew` {name}; `confirmed` goes on.
 */
export interface FloorNext {
  type: "floor.next";
  turn?: string | null;
  confirmed?: boolean;
}

/** Say that a participant holds a room full of people. */
export interface FloorOpenVenue {
  type: "floor.open_venue";
  participant: string;
  title: string;
}

/** Hand the gavel to another moderator; by its holder, or by anybody who moderates if nobody holds it. */
export interface FloorPassGavel {
  type: "floor.pass_gavel";
  participant: string;
}

/** Stop the clock of a turn. */
export interface FloorPause {
  type: "floor.pause";
  turn: string;
}

/** Make an entry one of another kind. */
export interface FloorRekind {
  type: "floor.rekind";
  entry: string;
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
}

/** Take somebody's entry off the queue. */
export interface FloorRemove {
  type: "floor.remove";
  entry: string;
}

/** Somebody has left one's sub-venue. */
export interface FloorRemoveAttendee {
  type: "floor.remove_attendee";
  attendee: string;
}

/** Take an item off the list that has not begun. */
export interface FloorRemoveItem {
  type: "floor.remove_item";
  item: string;
}

/** Accept entries again; calls off a last call too. */
export interface FloorReopen {
  type: "floor.reopen";
}

/** Let the clock of a turn run again. */
export interface FloorResume {
  type: "floor.resume";
  turn: string;
}

/** Change who may publish. */
export interface FloorSetMode {
  type: "floor.set_mode";
  mode: "open" | "moderated" | "round" | "stage";
}

/** Put somebody on the stage, or take them off it. */
export interface FloorSetPresenter {
  type: "floor.set_presenter";
  participant: string;
  presenting: boolean;
}

/** Order and clock, in milliseconds where it is time. */
export interface FloorSettingsView {
  policy: "fair" | "fifo";
  bound: number;
  limits: Record<string, number>;
  warning: number;
  hard_stop: boolean;
  call_grace: number;
  absence_grace: number;
  entries_per_kind: number;
}

/** Give every other owner or present club what one club overran its budget by on the current item. */
export interface FloorShareOverhang {
  type: "floor.share_overhang";
  club: string;
}

/** Begin an item; the one before it closes. `waiting` as in CloseItem, without `extend`. The list reopens. */
export interface FloorStartItem {
  type: "floor.start_item";
  item: string;
  waiting?: "extend" | "carry" | "write" | null;
}

/** `+1 from our club` on the current topic, or take it back. */
export interface FloorSupport {
  type: "floor.support";
  on: boolean;
}

/** Take the gavel that is offered, or that nobody holds. A host may always. */
export interface FloorTakeGavel {
  type: "floor.take_gavel";
}

/** The whole floor. Parts that are absent are empty: nobody speaks, no last call, no item. */
export interface FloorView {
  mode: "open" | "moderated" | "round" | "stage";
  settings: FloorSettingsView;
  closed: boolean;
  closes_at?: string;
  entries: Record<string, EntryView>;
  turn?: TurnView;
  interrupted?: TurnView;
  step?: StepView;
  topic?: TopicView;
  pace: Record<string, number>;
  clubs: Record<string, ClubTallyView>;
  people: Record<string, PersonTallyView>;
  items: Record<string, ItemView>;
  item?: string;
  gavel: GavelView;
  presenters: Record<string, true>;
  venues: Record<string, VenueView>;
}

/** Give an absent speaker the grace once more. */
export interface FloorWaitForSpeaker {
  type: "floor.wait_for_speaker";
  turn: string;
}

/** Take one's own entry back. */
export interface FloorWithdraw {
  type: "floor.withdraw";
  entry: string;
}

/** Who chairs. */
export interface GavelView {
  holder?: string;
  offered?: string;
}

/** The last frame; `retry` says whether connecting again makes sense. */
export interface Goodbye {
  code: "left" | "gone" | "removed" | "banned" | "refused" | "ended" | "opened_elsewhere" | "restarting";
  retry: boolean;
}

/** Something on the list. */
export interface ItemView {
  id: string;
  title: string;
  rank: number;
  state: "ahead" | "current" | "over";
  clubs: Record<string, true>;
  budget?: number;
  club_budget?: number;
  used: number;
  started_at?: string;
  closed_at?: string;
}

/** The `auth` of a connection. Who it is comes from the cookie alone. */
export interface Join {
  room: string;
  csrf: string;
  protocol: number;
  observe?: boolean;
}

/** Seconds of a turn, for each kind. */
export interface Limits {
  point_of_order?: number;
  clarifying_question?: number;
  reply?: number;
  topic?: number;
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

/** What a person has spoken. */
export interface PersonTallyView {
  name: string;
  club?: string;
  item_ms: number;
  item_turns: number;
  ms: number;
  turns: number;
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

/**
 * What `next` will do.
 *
 * call: begin the turn of `entry` · interpose: interrupt the main turn for it · resume: give the floor back to the
 * interrupted turn · end: end the turn, as nobody waits
 */
export interface StepView {
  does: "call" | "interpose" | "resume" | "end";
  entry?: string;
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

/** The current topic, and the clubs that support it. */
export interface TopicView {
  turn: string;
  name: string;
  club?: string;
  text?: string;
  supports: Record<string, true>;
}

/**
 * Somebody who has the floor.
 *
 * Remaining = limit - used - (now - running_since, if it runs); below zero it is overtime.
 */
export interface TurnView {
  id: string;
  kind: "point_of_order" | "clarifying_question" | "reply" | "topic";
  name: string;
  participant?: string;
  club?: string;
  venue?: string;
  text?: string;
  text_turn?: true;
  state: "called" | "speaking" | "paused";
  called_at: string;
  limit: number;
  used: number;
  running_since?: string;
  paused: Record<string, true>;
  missed?: true;
  last_word?: true;
}

/** A room full of people behind one participant. */
export interface VenueView {
  title: string;
  attendees: Record<string, AttendeeView>;
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
  | FloorAsk
  | FloorWithdraw
  | FloorEdit
  | FloorDefer
  | FloorAdd
  | FloorMove
  | FloorRekind
  | FloorRemove
  | FloorClear
  | FloorClose
  | FloorReopen
  | FloorLastCall
  | FloorNext
  | FloorCall
  | FloorBeginTurn
  | FloorEndTurn
  | FloorExtend
  | FloorPause
  | FloorResume
  | FloorWaitForSpeaker
  | FloorLastWord
  | FloorSetMode
  | FloorConfigure
  | FloorSetPresenter
  | FloorPassGavel
  | FloorTakeGavel
  | FloorSupport
  | FloorAddItem
  | FloorAddRound
  | FloorEditItem
  | FloorMoveItem
  | FloorRemoveItem
  | FloorStartItem
  | FloorCloseItem
  | FloorShareOverhang
  | FloorOpenVenue
  | FloorCloseVenue
  | FloorAddAttendee
  | FloorRemoveAttendee
  | FloorAskFor
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
  "floor": FloorView;
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
  "already_waiting",
  "answers_lost",
  "banned",
  "body_too_large",
  "body_too_slow",
  "campus_has_clubs",
  "changed_meanwhile",
  "client_outdated",
  "closed",
  "club_has_seats",
  "csrf_token_wrong",
  "csv_or_file",
  "deadline_past",
  "doors_closed",
  "email_taken",
  "empty",
  "first_date",
  "first_start_over",
  "foreign_origin",
  "fresh_sign_in_needed",
  "gavel_held",
  "hosts_only",
  "identity_taken",
  "internal_error",
  "invalid",
  "item_begun",
  "json_expected",
  "last_administrator",
  "last_host",
  "last_organizer",
  "last_way_in",
  "letter_settled",
  "link_wrong",
  "lobby_full",
  "malformed",
  "method_not_allowed",
  "moved_too_far",
  "name_taken",
  "needs_confirmation",
  "no_club",
  "no_email",
  "no_mail_server",
  "no_such_attendee",
  "no_such_ban",
  "no_such_club",
  "no_such_entry",
  "no_such_item",
  "no_such_message",
  "no_such_option",
  "no_such_participant",
  "no_such_person",
  "no_such_room",
  "no_such_session",
  "no_such_venue",
  "no_token_here",
  "no_topic",
  "no_web_address",
  "nobody_waits",
  "not_a_moderator",
  "not_allowed",
  "not_found",
  "not_present",
  "not_waiting",
  "not_your_club",
  "not_your_entry",
  "not_your_turn",
  "nothing_over",
  "officers_only",
  "openid_attempt_over",
  "openid_cancelled",
  "openid_email_unproven",
  "openid_link_by_hand",
  "openid_no_account",
  "openid_not_set_up",
  "openid_other_account",
  "openid_refused",
  "openid_unavailable",
  "openid_untrusted",
  "organizers_only",
  "own_room_is_live",
  "password_too_easy",
  "password_too_long",
  "password_too_short",
  "password_wrong",
  "people_waiting",
  "person_disabled",
  "person_or_email",
  "picture_size",
  "picture_too_large",
  "picture_wrong",
  "poll_closed",
  "principal_taken",
  "queue_full",
  "role_too_high",
  "room_full",
  "room_is_live",
  "room_locked",
  "room_of_series",
  "rule_empty",
  "same_person",
  "scope_missing",
  "seat_taken",
  "series_ended",
  "series_needs_organizer",
  "session_cancelled",
  "session_ended",
  "session_opened",
  "session_over",
  "sign_in_needed",
  "sign_in_wrong",
  "start_off_rule",
  "starts_too_early",
  "term_backwards",
  "token_wrong",
  "too_busy",
  "too_fast",
  "too_many_attendees",
  "too_many_clubs",
  "too_many_feeds",
  "too_many_identities",
  "too_many_items",
  "too_many_moderators",
  "too_many_officers",
  "too_many_people",
  "too_many_polls",
  "too_many_requests",
  "too_many_roles",
  "too_many_rooms",
  "too_many_seats",
  "too_many_series",
  "too_many_tokens",
  "too_many_venues",
  "top_withdrew",
  "turn_over",
  "unavailable",
  "unknown_campus",
  "unknown_club",
  "unknown_command",
  "unknown_query",
  "unknown_zone",
  "would_lose",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
