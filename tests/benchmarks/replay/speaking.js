// Stands in for the media code: everybody has a microphone, and five times a second somebody else is heard.
const OFF = { on: false, busy: false, granted: true };
const CHANGES_MS = 200;

export class RoomMedia {
  #listeners = new Set();
  #value = { connection: "live", own: { microphone: OFF, camera: OFF, screen: OFF }, people: {}, audioBlocked: false };
  #heard = 0;

  get state() {
    return {
      get: () => this.#value,
      watch: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  start() {
    const ids = window.__everybody ?? [];
    const quiet = { microphone: "muted", speaking: false, quality: "excellent" };
    this.#tell(Object.fromEntries(ids.map((id) => [id, quiet])));
    setInterval(() => {
      const before = ids[this.#heard % ids.length];
      this.#heard += 7;
      const now = ids[this.#heard % ids.length];
      this.#tell({ ...this.#value.people, [before]: quiet, [now]: { ...quiet, microphone: "on", speaking: true } });
    }, CHANGES_MS);
  }

  #tell(people) {
    this.#value = { ...this.#value, people };
    for (const listener of this.#listeners) listener(this.#value);
  }

  stop() {}
  hurry() {}
  permit() {}
  async want() {}
  async choose() {}
  async startAudio() {}
  show() {
    return () => undefined;
  }
  async measure() {
    return {};
  }
}
