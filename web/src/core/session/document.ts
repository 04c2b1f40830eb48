/**
 * This audience's copy of the session's view. A patch says which versions it leads from and to, so the copy knows
 * whether it applies, is old news, or shows that something was missed.
 */
import { mergeObject, type JsonObject } from "./mergePatch";
import type { PatchFrame, SnapshotFrame } from "@/generated/messages";

export type PatchOutcome = "applied" | "stale" | "gap";

/** Patches kept while a snapshot is on its way; more than this and the next gap asks again. */
const HELD_PATCHES = 200;

export class SessionDocument {
  private current: SnapshotFrame | undefined;
  private held: PatchFrame[] = [];

  get version(): number | undefined {
    return this.current?.version;
  }

  get view(): JsonObject | undefined {
    return this.current?.view;
  }

  /** Takes the whole view, then whatever patches were held for it. An older snapshot than the copy is ignored. */
  replace(snapshot: SnapshotFrame): void {
    if (this.current !== undefined && snapshot.version < this.current.version) return;
    this.current = snapshot;
    const held = this.held;
    this.held = [];
    for (const patch of held) this.apply(patch);
  }

  /** Forgets everything: the next snapshot is for another audience or another connection. */
  forget(): void {
    this.current = undefined;
    this.held = [];
  }

  apply(patch: PatchFrame): PatchOutcome {
    if (this.current === undefined || patch.from > this.current.version) {
      this.held = [...this.held, patch].slice(-HELD_PATCHES);
      return "gap";
    }
    if (patch.to <= this.current.version) return "stale";
    const view = mergeObject(this.current.view, patch.patch);
    this.current = { version: patch.to, view };
    return "applied";
  }
}
