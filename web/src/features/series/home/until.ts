const MINUTE_MS = 60_000;
const STEPS = [["day", 1440], ["hour", 60], ["minute", 1]] as const;

/** How far off something is, in the largest unit of which there is at least one: "in 2 days". */
export function untilThen(language: string, milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  const [unit, size] = STEPS.find(([, least]) => Math.abs(minutes) >= least) ?? ["minute", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(minutes / size), unit);
}
