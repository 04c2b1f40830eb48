/** What every part of the room's page shares: one session, its media, its chat, and who I am in it. */
import {
  computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef,
} from "vue";
import { http } from "@/core/http/http";
import { remember, type DeviceChoice, type Remembered } from "@/core/devices/remembered";
import { SOURCES, type Source } from "@/core/media/people";
import type { RoomMedia } from "@/core/media/roomMedia";
import { SILENT, type MediaState, type Permits } from "@/core/media/state";
import type { Connection } from "@/core/session/connection";
import type { JsonObject } from "@/core/session/mergePatch";
import { RoomSession } from "@/core/session/roomSession";
import { SocketTransport } from "@/core/session/socketTransport";
import type { Transport } from "@/core/session/transport";
import type { Reply } from "@/core/session/wire";
import type { Command, FloorView, MediaAnswer, ParticipantView, RoomsView, SessionView } from "@/generated/messages";
import { Chat } from "./model/chat";
import type { ChatState } from "./model/chatLog";
import { denials, type Denials } from "./floor/model/rights";
import { moderates } from "./model/rights";
import { watched } from "./watched";

/** What somebody in the lobby sees instead of the room. */
export interface LobbyView {
  readonly title: string;
  readonly you: "waiting" | "refused" | "removed" | "banned" | "left";
  readonly ahead: number;
  /** Whether somebody is inside who could open the door. */
  readonly moderated: boolean;
  readonly ended: boolean;
}

export interface RoomContext {
  readonly slug: string;
  readonly session: RoomSession;
  readonly chat: Chat;
  readonly connection: Readonly<ShallowRef<Connection>>;
  readonly chatState: Readonly<ShallowRef<ChatState>>;
  readonly media: Readonly<ShallowRef<MediaState>>;
  readonly lobby: ComputedRef<LobbyView | undefined>;
  readonly view: ComputedRef<RoomsView | undefined>;
  readonly me: ComputedRef<ParticipantView | undefined>;
  readonly moderator: ComputedRef<boolean>;
  /** Absent before the first snapshot, and in the lobby. */
  readonly floor: ComputedRef<FloorView | undefined>;
  /** Why a source of mine may not be published now. */
  readonly denials: ComputedRef<Denials>;
  /** What this person wanted on when they came. */
  readonly wished: Pick<Remembered, "microphoneOn" | "cameraOn">;
  readonly choice: Readonly<ShallowRef<DeviceChoice>>;
  /** What is typed and not sent; kept while the chat is closed. */
  readonly draft: Ref<string>;
  /** Sends a command; the caller says what a refusal means, or leaves it to `useActs`. */
  command: (command: Command, guess?: JsonObject) => Promise<Reply>;
  want: (source: Source, on: boolean) => Promise<void>;
  choose: (choice: DeviceChoice) => Promise<void>;
  startAudio: () => Promise<void>;
  show: RoomMedia["show"];
  measure: RoomMedia["measure"];
  leave: () => Promise<void>;
}

const KEY: InjectionKey<RoomContext> = Symbol("room");

export function useRoom(): RoomContext {
  const room = inject(KEY);
  if (room === undefined) throw new Error("outside of a room");
  return room;
}

export function provideRoom(room: RoomContext): void {
  provide(KEY, room);
}

function transportTo(slug: string): Transport {
  return new SocketTransport(location.origin, async () => {
    const { csrf } = await http.get<{ csrf: string }>("/api/me");
    http.useCsrf(csrf);
    return { room: slug, csrf };
  });
}

/** Enters a room as `entry` says, and stays until the component that called it goes. */
export function enterRoom(slug: string, entry: Remembered, transport = transportTo(slug)): RoomContext {
  const session = new RoomSession({ transport });
  const chat = new Chat(session);
  const connection = watched(session.connection);
  const raw = watched(session.view);
  const welcome = watched(session.welcome);
  const waits = computed(() => welcome.value?.audience.startsWith("waiting:") ?? true);
  const rooms = computed(() => raw.value?.rooms);
  const view = computed(() => (waits.value ? undefined : rooms.value));
  const me = computed(() => view.value?.participants[welcome.value?.participant ?? ""]);
  const floor = computed(() => (waits.value ? undefined : floorOf(raw.value)));
  const denied = computed((before?: Denials): Denials => {
    if (me.value === undefined || view.value === undefined) return {};
    return denials({ me: me.value, screens: view.value.settings.screen_share, floor: floor.value }, before);
  });
  const sound = useMedia(session, entry, computed(() => me.value !== undefined), denied);

  watch(connection, ({ kind }, before) => {
    if (kind === "live" && before.kind !== "live" && view.value !== undefined) void chat.catchUp();
  });
  watch(() => view.value !== undefined, (inside) => inside && void chat.catchUp());
  useNetwork(session);
  onScopeDispose(() => session.stop());
  session.start();

  return {
    slug, session, chat, connection, view, me,
    chatState: watched(chat.state),
    lobby: computed(() => (waits.value ? (rooms.value as unknown as LobbyView | undefined) : undefined)),
    draft: ref(""),
    moderator: computed(() => moderates(me.value?.role)),
    floor,
    denials: denied,
    wished: entry,
    command: (command, guess) => session.command(command, guess),
    async leave() {
      await Promise.race([session.command({ type: "rooms.leave" }), new Promise((late) => setTimeout(late, 1500))]);
      session.stop();
    },
    ...sound,
  };
}

/** Media is fetched and joined when the person is in, and left when the session is over. */
function useMedia(session: RoomSession, entry: Remembered, inside: ComputedRef<boolean>, denied: ComputedRef<Denials>) {
  const media = shallowRef<MediaState>(SILENT);
  const choice = shallowRef(entry.devices);
  let joined: RoomMedia | undefined;
  let closed = false;

  async function join(): Promise<RoomMedia | undefined> {
    const { RoomMedia } = await import("@/core/media/roomMedia");
    if (closed || joined !== undefined) return joined;
    joined = new RoomMedia({ ticket: () => ticketFrom(session), choice: choice.value });
    joined.state.watch((state) => {
      media.value = state;
    });
    joined.permit(permits(denied.value));
    joined.start();
    if (entry.microphoneOn && !denied.value.microphone) void joined.want("microphone", true);
    if (entry.cameraOn && !denied.value.camera) void joined.want("camera", true);
    return joined;
  }
  const close = (): void => {
    closed = true;
    joined?.stop();
  };
  watch(inside, (is) => is && void join(), { immediate: true });
  watch(denied, (denials) => inside.value && joined?.permit(permits(denials)));
  onScopeDispose(session.connection.watch(({ kind }) => {
    if (kind === "live") joined?.hurry();
    if (kind === "over" || kind === "refused") close();
  }));
  onScopeDispose(close);

  return {
    media,
    choice,
    want: async (source: Source, on: boolean) => joined?.want(source, on),
    async choose(next: DeviceChoice) {
      choice.value = next;
      remember({ ...entry, devices: next }, localStorage);
      await joined?.choose(next);
    },
    startAudio: async () => joined?.startAudio(),
    show: (...what: Parameters<RoomMedia["show"]>) => joined?.show(...what) ?? (() => undefined),
    measure: async () => joined?.measure() ?? {},
  };
}

function permits(denials: Denials): Permits {
  return Object.fromEntries(SOURCES.map((source) => [source, denials[source] === undefined])) as unknown as Permits;
}

/** The floor's part of the view; nothing where no floor is run, as in the lobby. */
function floorOf(view: Partial<SessionView> | undefined): FloorView | undefined {
  return view?.floor !== undefined && Object.hasOwn(view.floor, "mode") ? view.floor : undefined;
}

async function ticketFrom(session: RoomSession): Promise<MediaAnswer | undefined> {
  const reply = await session.query({ type: "media" });
  return reply.ok ? (reply as unknown as MediaAnswer) : undefined;
}

/** The browser knows sooner than any timeout that the network went or came. */
function useNetwork(session: RoomSession): void {
  const came = () => session.hurry();
  const went = () => session.lose();
  addEventListener("online", came);
  addEventListener("offline", went);
  onScopeDispose(() => {
    removeEventListener("online", came);
    removeEventListener("offline", went);
  });
}
