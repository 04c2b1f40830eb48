import { calendars } from "@/features/calendars/feature";
import { clubs } from "@/features/clubs/feature";
import type { Feature } from "@/features/feature";
import { home } from "@/features/home/feature";
import { mail } from "@/features/mail/feature";
import { people } from "@/features/people/feature";
import { polls } from "@/features/polls/feature";
import { record } from "@/features/record/feature";
import { room } from "@/features/room/feature";
import { rooms } from "@/features/rooms/feature";
import { series } from "@/features/series/feature";

/** Every subject of the client, one line each. A feature's pages are fetched when they are first opened. */
export const features: readonly Feature[] = [
  calendars,
  clubs,
  mail,
  home,
  people,
  polls,
  record,
  rooms,
  room,
  series,
];
