import type { HandedOver, HandoverPlan } from "@/features/series/club/api";

const places = (seats: readonly { readonly series_id: string; readonly kind: string }[]): string =>
  seats.map((one) => `${one.series_id} ${one.kind}`).toSorted().join();

/** Whether exactly that went to the successor which was named before: somebody may have given a seat in between. */
export const wentAsPlanned = (handed: HandedOver, plan: HandoverPlan, withRoles: boolean): boolean =>
  places(handed.seats) === places(plan.seats) && handed.roles === (withRoles ? plan.roles.length : 0)
  && handed.office === plan.office && handed.feeds === plan.feeds;
