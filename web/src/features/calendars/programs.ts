/** How calendar programs are told of an address. */
export interface Ways {
  /** The address itself, for copying. */
  readonly address: string;
  /** Opens Apple's calendar, Thunderbird, and most programs on a phone. */
  readonly webcal: string;
  readonly google: string;
  readonly outlook: string;
}

/** Google and Outlook fetch the address from their own servers, so they need one that the internet reaches. */
export function waysTo(path: string, origin: string, name: string): Ways {
  const address = new URL(path, origin).href;
  const webcal = address.replace(/^https?:/u, "webcal:");
  return {
    address,
    webcal,
    google: `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`,
    outlook: `https://outlook.live.com/calendar/0/addfromweb?url=${encodeURIComponent(address)}&name=${encodeURIComponent(name)}`,
  };
}

/** Whether programs elsewhere can reach an address: not this machine's own, and encrypted. */
export function isReachable(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" && hostname !== "localhost" && !/^(127\.|10\.|192\.168\.|\[)/u.test(hostname);
}
