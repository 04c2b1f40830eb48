/** A value that fills a placeholder of the sentence for a code. */
export type ProblemParams = Record<string, string | number>;

/** One wrong field of a form: where it is in the body, and the code of what is wrong with it. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
}

/**
 * A refusal of the server, or the reason why it could not be asked. The code is for programs; the sentence for people
 * is made where it is shown, in their language (`errors.<code>`).
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: string;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly params: ProblemParams;
  readonly fields: readonly FieldProblem[];

  constructor(code: string, status = 0, params: ProblemParams = {}, fields: readonly FieldProblem[] = []) {
    super(code);
    this.code = code;
    this.status = status;
    this.params = params;
    this.fields = fields;
  }
}

/** What anything that was thrown means to a person. An error of our own making keeps its stack in the console. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem("unexpected");
}

const PASSING: ReadonlySet<string> = new Set(["unreachable", "timed_out", "server_failed", "unavailable", "too_busy", "too_many_requests"]);

/** Whether asking again in a moment may help, without anybody doing anything. */
export const isPassing = (problem: Problem): boolean => PASSING.has(problem.code);

/** Reads an error answer (RFC 9457, or whatever a proxy on the way said instead). */
export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After"));
  const patience: ProblemParams = Number.isFinite(wait) && wait > 0 ? { seconds: Math.ceil(wait) } : {};
  const body = await jsonObject(response);
  const code = typeof body["code"] === "string" ? body["code"] : codeOfStatus(response.status);
  return new Problem(code, response.status, { ...patience, ...paramsOf(body["params"]) }, fieldsOf(body["errors"]));
}

async function jsonObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

function codeOfStatus(status: number): string {
  if (status === 429) return "too_many";
  if (status === 404) return "not_found";
  if (status === 401) return "sign_in_needed";
  if (status === 403) return "not_allowed";
  if (status === 502 || status === 503 || status === 504) return "unreachable";
  return status >= 500 ? "server_failed" : "unexpected";
}

function paramsOf(value: unknown): ProblemParams {
  if (!isObject(value)) return {};
  const known = Object.entries(value).filter(([, item]) => typeof item === "string" || typeof item === "number");
  return Object.fromEntries(known) as ProblemParams;
}

function fieldsOf(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).flatMap(({ path, code }) =>
    (typeof path === "string" && typeof code === "string" ? [{ path, code }] : []));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
