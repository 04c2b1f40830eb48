/** How loud a microphone is, for a bar that moves when one speaks. */

/** Quieter than this is silence on the bar, louder than 0 dB full scale is its end. */
const FLOOR_DB = -60;

const WINDOW_SAMPLES = 1024;

/** From samples in [-1, 1] to a level in [0, 1], on a decibel scale as ears have it. */
export function levelOf(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  if (energy === 0) return 0;
  const decibels = 10 * Math.log10(energy);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / -FLOOR_DB));
}

/** Tells the level about sixty times a second until the returned function is called. */
export function meter(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW_SAMPLES;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function measure() {
    analyser.getFloatTimeDomainData(samples);
    tell(levelOf(samples));
    frame = requestAnimationFrame(measure);
  });
  void context.resume(); // a browser may start it suspended; the page was clicked or keyed before
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}
