import { http } from "@/core/http/http";

/** One wrong line of a sheet; the line of the column names is 1. */
export interface LineError {
  readonly line: number;
  readonly code: string;
  readonly params: Record<string, string | number>;
}

/** What an import did, or would do. With errors nothing was done. */
export interface Imported {
  readonly created: number;
  readonly updated: number;
  readonly errors: readonly LineError[];
}

/** Sends a sheet to the server; on a dry run it only says what it would do. */
export type SendSheet<Told extends Imported> = (file: Blob, dryRun: boolean) => Promise<Told>;

/** Whether there is something to take over, and nothing wrong with it. */
export const mayBeTaken = ({ created, updated, errors }: Imported): boolean => errors.length === 0 && created + updated > 0;

/** Which sentence tells it: nobody is told of none that are updated. */
export function effectOf({ created, updated }: Imported): "both" | "created" | "updated" | "nothing" {
  if (created > 0 && updated > 0) return "both";
  return created > 0 ? "created" : updated > 0 ? "updated" : "nothing";
}

/** The bytes go as they are: the server finds out whether they are UTF-8, UTF-16 or GBK, as Chinese Excel saves. */
export async function sendSheet<Answer = Imported>(
  path: string, file: Blob, dryRun: boolean, wishes: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  return http.post(path, { ...wishes, file: await base64Of(file), dry_run: dryRun });
}

export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
