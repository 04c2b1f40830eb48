/**
 * Three short sounds, made here so that none must be fetched. They differ in melody, not only in pitch: rising means
 * "get ready", rising further means "yours", one low knock twice means "time".
 */

export type Chime = "next" | "floor" | "warning";

interface Tone {
  readonly hertz: number;
  /** Seconds after the begin of the chime. */
  readonly at: number;
  readonly lasts: number;
}

const MELODIES: Readonly<Record<Chime, readonly Tone[]>> = {
  next: [{ hertz: 523.25, at: 0, lasts: 0.22 }, { hertz: 659.25, at: 0.14, lasts: 0.3 }],
  floor: [{ hertz: 523.25, at: 0, lasts: 0.22 }, { hertz: 659.25, at: 0.13, lasts: 0.22 }, { hertz: 880, at: 0.26, lasts: 0.45 }],
  warning: [{ hertz: 311.13, at: 0, lasts: 0.14 }, { hertz: 311.13, at: 0.22, lasts: 0.22 }],
};

/** Softer than a voice: the microphone may be open. */
const LOUDNESS = 0.09;
const ATTACK_SECONDS = 0.015;

type SinkContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/**
 * Plays a chime through `speaker`. Answers false, and stays silent, where the browser plays nothing before a click: a
 * sound that comes minutes late would tell something that is no longer true.
 */
export async function playChime(chime: Chime, speaker?: string, create: () => AudioContext = () => new AudioContext()): Promise<boolean> {
  const context: SinkContext = create();
  try {
    if (context.state !== "running" && !(await starts(context))) return false;
    if (speaker !== undefined && speaker !== "") await context.setSinkId?.(speaker);
    await Promise.all(MELODIES[chime].map((tone) => play(context, tone)));
    return true;
  } catch {
    return false; // a speaker that was unplugged, a page that is going
  } finally {
    await context.close().catch(() => undefined);
  }
}

/** A fresh context is suspended for a moment; a blocked one stays so for ever. */
const START_MS = 250;

async function starts(context: AudioContext): Promise<boolean> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, START_MS));
  await Promise.race([context.resume(), late]);
  return context.state === "running";
}

function play(context: AudioContext, { hertz, at, lasts }: Tone): Promise<void> {
  const tone = new OscillatorNode(context, { type: "triangle", frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  const start = context.currentTime + at;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + ATTACK_SECONDS);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + lasts);
  return new Promise((resolve) => tone.addEventListener("ended", () => resolve(), { once: true }));
}
