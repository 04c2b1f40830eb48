import type { ClubView, ParticipantView } from "@/generated/messages";

export const SUSTECH: ClubView = { id: "clb_s", name_zh: "南科大开源社", name_en: "SUSTech Open Source", campus_zh: "南方科技大学", campus_en: "SUSTech" };
export const UCLA: ClubView = { id: "clb_u", name_zh: "UCLA 开源", name_en: "Open Source @ UCLA", campus_zh: "加州大学洛杉矶分校", campus_en: "UCLA" };

/** Somebody at the table; the minute they came orders them. */
export function person(id: string, minute: number, more: Partial<ParticipantView> = {}): ParticipantView {
  const joined_at = `2026-11-22T12:${String(minute).padStart(2, "0")}:00.000Z`;
  return { id, name: id, role: "representative", kind: "guest", joined_at, connected: true, stopped: {}, ...more };
}

export function table(...people: ParticipantView[]): Record<string, ParticipantView> {
  return Object.fromEntries(people.map((one) => [one.id, one]));
}
