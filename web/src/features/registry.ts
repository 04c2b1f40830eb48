import type { Feature } from "@/features/feature";

/** Every subject of the client, one line each. A feature's pages are fetched when they are first opened. */
export const features: readonly Feature[] = [
];
