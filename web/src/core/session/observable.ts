/**
 * A value one can watch: the only thing the browser's logic and whatever draws it have in common. Values are
 * replaced, never changed in place, so a listener may compare by identity.
 */
export interface Watchable<T> {
  get(): T;
  /** Calls `listener` after each change; the returned function stops that. */
  watch(listener: (value: T) => void): () => void;
}

export class Observable<T> implements Watchable<T> {
  private readonly listeners = new Set<(value: T) => void>();
  private value: T;

  constructor(value: T) {
    this.value = value;
  }

  get(): T {
    return this.value;
  }

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of [...this.listeners]) listener(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  watch(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Something that happens, without a value that stays. */
export class Signal<T> {
  private readonly listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  send(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
