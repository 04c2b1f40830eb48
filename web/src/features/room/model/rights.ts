/**
 * What the client offers to whom. The server decides about every command again; this only keeps buttons away that
 * would be refused.
 */
import type { ParticipantView } from "@/generated/messages";

export type Role = ParticipantView["role"];

export const ROLES: readonly Role[] = ["host", "moderator", "representative", "guest", "observer"];

export function moderates(role: Role | undefined): boolean {
  return role === "host" || role === "moderator";
}

/** A host is stopped only by a host. */
export function mayStop(me: ParticipantView, other: ParticipantView): boolean {
  return moderates(me.role) && me.id !== other.id && (other.role !== "host" || me.role === "host");
}

/** Nobody sends a host out; a moderator goes only by a host's word. */
export function maySendOut(me: ParticipantView, other: ParticipantView): boolean {
  if (!moderates(me.role) || me.id === other.id || other.role === "host") return false;
  return other.role !== "moderator" || me.role === "host";
}

/** The roles `me` may give `other`. */
export function rolesFor(me: ParticipantView, other: ParticipantView): Role[] {
  const others = ROLES.filter((role) => role !== other.role);
  if (me.role === "host") return other.role === "host" && other.id === me.id ? [] : others;
  if (me.role !== "moderator" || moderates(other.role)) return [];
  return others.filter((role) => !moderates(role));
}

/** Observers hear and read only. */
export function mayWrite(role: Role | undefined): boolean {
  return role !== undefined && role !== "observer";
}
