/** What the media server lets one hear and see of each person, as plain values. */

export const SOURCES = ["microphone", "camera", "screen"] as const;
export type Source = (typeof SOURCES)[number];

export type Quality = "unknown" | "lost" | "poor" | "good" | "excellent";

export interface PersonMedia {
  readonly microphone: "none" | "muted" | "on";
  /** Id of the picture that can be drawn now. */
  readonly camera?: string;
  readonly screen?: string;
  readonly speaking: boolean;
  readonly quality: Quality;
}

export type People = Readonly<Record<string, PersonMedia>>;

export const NOBODY: PersonMedia = { microphone: "none", speaking: false, quality: "unknown" };

/** Replaces one person; when nothing about them changed the same record comes back, so nothing is drawn again. */
export function withPerson(people: People, id: string, person: PersonMedia): People {
  const before = people[id];
  return before !== undefined && samePerson(before, person) ? people : { ...people, [id]: person };
}

export function withoutPerson(people: People, id: string): People {
  if (!Object.hasOwn(people, id)) return people;
  return Object.fromEntries(Object.entries(people).filter(([other]) => other !== id));
}

function samePerson(one: PersonMedia, other: PersonMedia): boolean {
  return (
    one.microphone === other.microphone &&
    one.camera === other.camera &&
    one.screen === other.screen &&
    one.speaking === other.speaking &&
    one.quality === other.quality
  );
}
