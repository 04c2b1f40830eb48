/** What a browser says of itself, reduced to the two words a person knows. The order matters: many name others too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, "WeChat"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrom(e|ium)\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad|iPod/, "iOS"],
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const named = (list: typeof BROWSERS, agent: string): string => list.find(([sign]) => sign.test(agent))?.[1] ?? "";

/** `Firefox · Windows`, or whatever part of it can be told; empty when nothing can. */
export function deviceOf(agent: string): string {
  return [named(BROWSERS, agent), named(SYSTEMS, agent)].filter(Boolean).join(" · ");
}

export const isPhone = (agent: string): boolean => /iPhone|iPod|Android.*Mobile|HarmonyOS.*Mobile/.test(agent);
