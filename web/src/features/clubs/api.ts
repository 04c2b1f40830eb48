import { http } from "@/core/http/http";
import type { Campus, Club } from "@/shell/clubs";

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

export type CampusFields = Omit<Campus, "id">;
export type ClubFields = Omit<Club, "id">;

const campusPath = (id: string): string => `/api/campuses/${encodeURIComponent(id)}`;
const clubPath = (id: string): string => `/api/clubs/${encodeURIComponent(id)}`;

export const addCampus = (fields: CampusFields): Promise<Campus> => http.post("/api/campuses", fields);
export const changeCampus = (id: string, fields: CampusFields): Promise<Campus> => http.patch(campusPath(id), fields);
export const deleteCampus = (id: string): Promise<void> => http.delete(campusPath(id));

export const addClub = (fields: ClubFields): Promise<Club> => http.post("/api/clubs", fields);
export const changeClub = (id: string, fields: ClubFields): Promise<Club> => http.patch(clubPath(id), fields);
export const deleteClub = (id: string): Promise<void> => http.delete(clubPath(id));

/** The bytes go as they are: the server finds out whether they are UTF-8, UTF-16 or GBK, as Chinese Excel saves. */
export const importSheet = async (file: Blob, dryRun: boolean): Promise<Imported> =>
  http.post("/api/clubs/import", { file: await base64Of(file), dry_run: dryRun });

export const exportSheet = async (): Promise<string> => (await http.get<{ csv: string }>("/api/clubs/export")).csv;

async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
