import { asProblem, isPassing } from "@/core/http/problems";
import { makeSeries, mySeries, series, type Series, type SeriesFields } from "@/features/series/api";
import { changesOf } from "@/features/series/plan/edit";

/**
 * Makes a series once, however often it is tried.
 *
 * When no answer came, the series may have been made all the same: then one that is exactly this plan is it.
 */
export function useMaking(): (fields: SeriesFields, language: string) => Promise<Series> {
  let unsure = false;

  return async (fields, language) => {
    const made = unsure ? await same(fields) : undefined;
    if (made) return made;
    try {
      return await makeSeries({ ...fields, language });
    } catch (thrown) {
      unsure ||= isPassing(asProblem(thrown));
      throw thrown;
    }
  };
}

async function same(fields: SeriesFields): Promise<Series | undefined> {
  for (const one of await mySeries()) {
    if (one.title !== fields.title || one.ended_at) continue;
    const found = await series(one.id);
    if (Object.keys(changesOf(found, fields)).length === 0) return found;
  }
  return undefined;
}
