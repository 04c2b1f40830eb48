/** Three rising tones: whoever hears them will hear the others. */

const TONES_HZ = [523.25, 659.25, 783.99] as const;
const TONE_SECONDS = 0.28;
const LOUDNESS = 0.2;

type SinkContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Plays through `speaker`, or the default one; resolves when it is quiet again. */
export async function testSpeaker(speaker?: string): Promise<void> {
  const context: SinkContext = new AudioContext();
  try {
    if (speaker !== undefined && speaker !== "") await context.setSinkId?.(speaker);
    await context.resume();
    const ended = TONES_HZ.map((frequency, place) => playTone(context, frequency, place * TONE_SECONDS));
    await Promise.all(ended);
  } finally {
    await context.close();
  }
}

function playTone(context: AudioContext, frequency: number, delay: number): Promise<void> {
  const tone = new OscillatorNode(context, { frequency });
  const gain = new GainNode(context, { gain: 0 });
  const start = context.currentTime + delay;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.03);
  gain.gain.linearRampToValueAtTime(0, start + TONE_SECONDS);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + TONE_SECONDS);
  return new Promise((resolve) => tone.addEventListener("ended", () => resolve(), { once: true }));
}

/** Whether this browser can play through another speaker than the system's. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}
