/** JSON merge patch, RFC 7396: `null` deletes, an object merges, anything else replaces. */
export type JsonObject = Record<string, unknown>;

/** Applies `patch` to a copy of `target`; parts that did not change keep their identity. */
export function mergeObject(target: unknown, patch: JsonObject): JsonObject {
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else define(merged, key, mergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, value));
  }
  return merged;
}

export function mergePatch(target: unknown, patch: unknown): unknown {
  return isObject(patch) ? mergeObject(target, patch) : patch;
}

/** A key may be `__proto__`; assigning that would change the prototype instead. */
function define(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
