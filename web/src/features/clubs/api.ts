import { http } from "@/core/http/http";
import type { Campus, Club } from "@/shell/clubs";
import type { Somebody } from "@/shell/somebody";
import { base64Of, sendSheet, type Imported, type SendSheet } from "@/shell/sheets";

export type CampusFields = Omit<Campus, "id">;
export type ClubFields = Omit<Club, "id" | "logo">;

export interface Officer {
  readonly id: string;
  readonly name: string;
  readonly since: string;
}

/** A club with all that the reader may see of it. */
export interface ClubPage extends Club {
  readonly campus: Campus;
  readonly about: string;
  /** These two only for readers with an account. */
  readonly contact?: string | null;
  readonly officers?: readonly Officer[] | null;
  readonly may_edit: boolean;
}

export type PageFields = Pick<ClubPage, "name_zh" | "name_en" | "about"> & { readonly link: string | null; readonly contact: string };

const campusPath = (id: string): string => `/api/campuses/${encodeURIComponent(id)}`;
const clubPath = (id: string): string => `/api/clubs/${encodeURIComponent(id)}`;

export const addCampus = (fields: CampusFields): Promise<Campus> => http.post("/api/campuses", fields);
export const changeCampus = (id: string, fields: CampusFields): Promise<Campus> => http.patch(campusPath(id), fields);
export const deleteCampus = (id: string): Promise<void> => http.delete(campusPath(id));

export const addClub = (fields: ClubFields): Promise<Club> => http.post("/api/clubs", fields);
export const changeClub = (id: string, fields: ClubFields): Promise<Club> => http.patch(clubPath(id), fields);
export const clubPage = (id: string): Promise<ClubPage> => http.get(clubPath(id));
export const changePage = (id: string, fields: PageFields): Promise<ClubPage> => http.patch(clubPath(id), fields);
export const putLogo = async (id: string, picture: Blob): Promise<ClubPage> => http.post(`${clubPath(id)}/logo`, { file: await base64Of(picture) });
export const removeLogo = (id: string): Promise<void> => http.delete(`${clubPath(id)}/logo`);
/** Who is new and named is invited by mail. */
export const addOfficer = (id: string, somebody: Somebody): Promise<ClubPage> => http.post(`${clubPath(id)}/officers`, somebody);
export const removeOfficer = (id: string, person: string): Promise<void> => http.delete(`${clubPath(id)}/officers/${encodeURIComponent(person)}`);
/** The clubs that one is an officer of. */
export const offices = async (): Promise<readonly string[]> => (await http.get<{ clubs: string[] }>("/api/offices")).clubs;
export const deleteClub = (id: string): Promise<void> => http.delete(clubPath(id));

export const importSheet: SendSheet<Imported> = (file, dryRun) => sendSheet("/api/clubs/import", file, dryRun);

export const exportSheet = async (): Promise<string> => (await http.get<{ csv: string }>("/api/clubs/export")).csv;
