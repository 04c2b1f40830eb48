/**
 * What the person did a moment ago, drawn before the server has said yes. Each guess is a merge patch over the true
 * view; it goes when the truth has caught up or the server refused, and the true view is what remains.
 */
import { mergeObject, type JsonObject } from "./mergePatch";

interface Guess {
  readonly patch: JsonObject;
  /** The version the server accepted it as; until then unknown. */
  readonly accepted?: number;
}

export class Guesses {
  private readonly guesses = new Map<string, Guess>();

  add(command: string, patch: JsonObject): void {
    this.guesses.set(command, { patch });
  }

  /** The server's answer: the guess stays until the copy has reached that version. */
  accept(command: string, version: number): void {
    const guess = this.guesses.get(command);
    if (guess !== undefined) this.guesses.set(command, { ...guess, accepted: version });
  }

  drop(command: string): void {
    this.guesses.delete(command);
  }

  clear(): void {
    this.guesses.clear();
  }

  /** Drops the guesses that the copy, now at `version`, contains. */
  settle(version: number): void {
    for (const [command, guess] of this.guesses) {
      if (guess.accepted !== undefined && guess.accepted <= version) this.guesses.delete(command);
    }
  }

  over(view: JsonObject): JsonObject {
    let drawn = view;
    for (const guess of this.guesses.values()) drawn = mergeObject(drawn, guess.patch);
    return drawn;
  }
}
