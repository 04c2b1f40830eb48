/** Which rows of a long list are worth drawing. */

/** Where each row begins, and behind them where the last one ends. */
export function topsOf(ids: readonly string[], height: (id: string) => number): number[] {
  const tops = [0];
  let top = 0;
  for (const id of ids) {
    top += height(id);
    tops.push(top);
  }
  return tops;
}

/** The first row that reaches into a part of the list, and the one behind the last. */
export function reaching(tops: readonly number[], from: number, to: number): readonly [first: number, behind: number] {
  const count = tops.length - 1;
  const first = Math.min(count, Math.max(0, tops.findIndex((top) => top > from) - 1));
  const behind = tops.findIndex((top) => top >= to);
  return [tops[count] !== undefined && tops[count] <= from ? count : first, behind === -1 ? count : Math.min(behind, count)];
}
