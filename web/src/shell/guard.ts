import type { RouteLocationNormalized, RouteLocationRaw } from "vue-router";
import { useMe } from "@/shell/me";

/**
 * Before every page: knows who is there, and sends strangers to sign in. The server decides about every request
 * anyway; this only spares a person a page that would be refused. When the server cannot be asked the page opens and
 * says so itself.
 */
export async function guard(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  const me = useMe();
  await me.begin();
  if (!me.known) return true; // the shell says that the server does not answer
  if (to.name === "sign-in" && me.person) return safeNext(to.query["next"]);
  if (!to.meta.needs || me.person) return true;
  return { name: "sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
}

/** Where to go after signing in: only ever a path of ours, whatever the address said. */
export function safeNext(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
