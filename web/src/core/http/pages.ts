import { http } from "@/core/http/http";

interface Page<T> {
  readonly items: readonly T[];
  /** After which one the next page begins; absent on the last. */
  readonly next?: string;
}

/** As many as the server gives at once. */
const MOST = 500;

/** Reads a list that comes in pages to its end. */
export async function everyPage<T>(path: string, ask = (page: string): Promise<Page<T>> => http.get(page)): Promise<T[]> {
  const items: T[] = [];
  let after = "";
  do {
    const page = await ask(`${path}?most=${MOST}${after && `&after=${encodeURIComponent(after)}`}`);
    items.push(...page.items);
    after = page.next ?? "";
  } while (after);
  return items;
}
