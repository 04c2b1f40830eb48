import { http } from "@/core/http/http";
import { everyPage } from "@/core/http/pages";
import type { FloorSettings } from "@/shell/floor/floorSettings";

/** Who may share a screen. */
export type ScreenShare = "everyone" | "moderators";

export interface RoomSettings {
  /** Newcomers wait until a moderator lets them in. */
  readonly lobby: boolean;
  readonly screen_share: ScreenShare;
  /** Chat can be read later, also by those who join later. */
  readonly chat_kept: boolean;
  /** How many people fit in. */
  readonly capacity: number;
  /** How the floor is run when a session begins. */
  readonly floor: FloorSettings;
}

export interface PersonRef {
  readonly id: string;
  readonly name: string;
}

export interface Room {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly settings: RoomSettings;
  readonly hosted_by: PersonRef;
  readonly moderators: readonly PersonRef[];
  readonly live?: { readonly session_id: string; readonly since: string; readonly people: number } | null;
  readonly mine: "host" | "moderator" | "visitor";
}

export interface PastSession {
  readonly session_id: string;
  readonly started_at: string;
  readonly ended_at?: string | null;
}

const roomPath = (id: string): string => `/api/rooms/${encodeURIComponent(id)}`;
const moderatorPath = (room: string, person: string): string => `${roomPath(room)}/moderators/${encodeURIComponent(person)}`;

export const myRooms = (): Promise<Room[]> => everyPage<Room>("/api/rooms");
export const createRoom = (title: string, mode: FloorSettings["mode"]): Promise<Room> =>
  http.post("/api/rooms", { title, settings: { floor: { mode } } });
export const room = (id: string): Promise<Room> => http.get(roomPath(id));
export const deleteRoom = (id: string): Promise<void> => http.delete(roomPath(id));
/** Makes whoever has an account under this address a moderator of all coming sessions. */
export const addModerator = (id: string, email: string): Promise<Room> => http.post(`${roomPath(id)}/moderators`, { email });
export const removeModerator = (id: string, person: string): Promise<void> => http.delete(moderatorPath(id, person));

export const changeRoom = (id: string, change: { title?: string; settings?: RoomSettings }): Promise<Room> =>
  http.patch(roomPath(id), change);

export const pastSessions = (id: string): Promise<PastSession[]> => everyPage<PastSession>(`${roomPath(id)}/sessions`);

/** The link people open to come in. */
export const entryPath = (one: Pick<Room, "slug">): string => `/r/${one.slug}`;
export const entryLink = (one: Pick<Room, "slug">): string => new URL(entryPath(one), window.location.origin).href;
