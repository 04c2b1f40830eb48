import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { computed, defineComponent, h, shallowRef, type Component } from "vue";
import { SILENT, type MediaState } from "@/core/media/state";
import { refused, type Reply } from "@/core/session/wire";
import { announcements } from "@/design/announcer";
import { dismiss, toasts } from "@/design/toasts";
import { provideChair, type Chair } from "@/features/room/floor/chair/chair";
import NextButton from "@/features/room/floor/chair/NextButton.vue";
import { STEP_SETTLES_MS } from "@/features/room/floor/chair/useStep";
import MyButton from "@/features/room/floor/mine/MyButton.vue";
import QueuePanel from "@/features/room/floor/queue/QueuePanel.vue";
import { provideQueue } from "@/features/room/floor/queue/useQueue";
import { provideRoom, type RoomContext } from "@/features/room/room";
import type { SourceControl } from "@/features/room/sources";
import type { Command, FloorView, ParticipantView } from "@/generated/messages";
import { i18n, speak } from "@/i18n";
import { person, SUSTECH, table } from "../people";
import { entry, floor, NOW, queue, turn, waiting } from "./floorView";

enableAutoUnmount(afterEach);

/** A room in the hands of a test: what is seen, what was sent, and what the server says to it. */
class FakeRoom {
  readonly floor = shallowRef<FloorView>(floor());
  readonly media = shallowRef<MediaState>(SILENT);
  readonly sent: Command[] = [];
  answer: Reply | Promise<Reply> = { ok: true };
  presses = 0;
  chair?: Chair;
  readonly me: ParticipantView;

  constructor(me: ParticipantView) {
    this.me = me;
  }

  hears(on: boolean): void {
    this.media.value = { ...SILENT, own: { ...SILENT.own, microphone: { ...SILENT.own.microphone, on } } };
  }

  seat(component: Component, props: Record<string, unknown> = {}) {
    const context = {
      session: { clock: { now: () => NOW } }, floor: this.floor, media: this.media, me: computed(() => this.me),
      view: computed(() => ({ participants: table(this.me, person("alice", 1), person("bob", 2)) })),
      moderator: computed(() => this.me.role === "moderator"),
      command: (command: Command) => {
        this.sent.push(command);
        return Promise.resolve(this.answer);
      },
    };
    const Chair = defineComponent(() => {
      this.chair = provideChair();
      provideQueue();
      return () => h(component, props);
    });
    const Seat = defineComponent(() => {
      provideRoom(context as unknown as RoomContext);
      return () => h(Chair);
    });
    return mount(Seat, { attachTo: document.body, global: { plugins: [i18n], stubs: { teleport: true } } });
  }

  get microphone(): SourceControl {
    const no = computed(() => false);
    return { on: no, busy: no, stopped: no, denied: computed(() => undefined), press: () => { this.presses += 1; return Promise.resolve(); } };
  }
}

const line = queue(
  entry("ent_1", "alice", 10, { text: "Mirror", reason: "club_not_spoken", club: "clb_s" }), entry("ent_2", "me", 20, { away: true }), entry("ent_3", "bob", 30));
const clubs = { clb_s: { club: SUSTECH, item_ms: 0, item_turns: 0, ms: 0, turns: 0 } };

beforeEach(async () => {
  await speak("en");
  for (const { id } of toasts.value) dismiss(id);
});

describe("the queue panel", () => {
  it("says of everybody place, kind, name, club, text and reason", () => {
    const room = new FakeRoom(person("me", 3));
    room.floor.value = floor({ ...line, clubs });
    const rows = room.seat(QueuePanel).findAll(".entry").map((row) => row.text().replaceAll(/\s+/g, " "));
    expect(rows).toHaveLength(3);
    for (const word of ["Number 1:", "New topic", "alice", "SUSTech Open Source", "Mirror", "club has not spoken on this item", "Next"]) expect(rows[0]).toContain(word);
    expect(rows[1]).toContain("away");
  });

  it("lets nobody but moderators work with the entries of others", () => {
    const room = new FakeRoom(person("me", 3));
    room.floor.value = floor(line);
    const panel = room.seat(QueuePanel);
    expect(panel.findAll(".entry").map((row) => row.findAll("button").length)).toEqual([0, 1, 0]);
  });

  it("moves an entry by arrow keys, says where it stands and stays on the handle", async () => {
    const room = new FakeRoom(person("me", 3, { role: "moderator" }));
    room.floor.value = floor(line);
    const panel = room.seat(QueuePanel);
    await panel.findAll(".handle")[2]?.trigger("keydown", { key: "ArrowUp" });
    expect(room.sent).toEqual([{ type: "floor.move", entry: "ent_3", before: "ent_2" }]);
    expect(announcements.polite).toBe("bob is number 2 of 3");
    await panel.findAll(".entry")[0]?.trigger("keydown", { key: "End", altKey: true });
    expect(room.sent[1]).toEqual({ type: "floor.move", entry: "ent_1" });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Move alice");
  });

  it("calls whom the moderator wants, naming the turn that ends by it, and tells why it was refused", async () => {
    const room = new FakeRoom(person("me", 3, { role: "moderator" }));
    room.floor.value = floor({ ...line, turn: turn("trn_7", "x") });
    room.answer = refused("turn_over");
    const panel = room.seat(QueuePanel);
    await panel.find("button[aria-label='Call bob now']").trigger("click");
    await flushPromises();
    expect(room.sent).toEqual([{ type: "floor.call", entry: "ent_3", turn: "trn_7" }]);
    expect(toasts.value.map(({ tone }) => tone)).toEqual(["bad"]);
  });
});

describe("the moderator's one button", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const speaks = (id: string): FloorView => floor({ ...line, turn: turn(id, "x") });
  const seated = () => {
    const room = new FakeRoom(person("me", 3, { role: "moderator" }));
    room.floor.value = speaks("trn_1");
    const seat = room.seat(NextButton);
    return { room, seat, press: () => seat.find("button").trigger("click"), ended: () => room.sent.map((command) => "turn" in command && command.turn) };
  };

  it("counts once until it is answered, by click or by key", async () => {
    const { room, press, ended } = seated();
    const answer = Promise.withResolvers<Reply>();
    room.answer = answer.promise;
    await press();
    void room.chair?.next();
    expect(ended()).toEqual(["trn_1"]);
    answer.resolve({ ok: true });
    await flushPromises();
    await press();
    expect(ended()).toEqual(["trn_1", "trn_1"]);
  });

  it("does not count for the second half of a double click, nor just after another moderator's", async () => {
    const { room, seat, press, ended } = seated();
    await press();
    room.floor.value = speaks("trn_2");
    await flushPromises();
    await press();
    vi.advanceTimersByTime(STEP_SETTLES_MS - 1);
    await press();
    expect([ended(), seat.find("button").attributes("aria-disabled")]).toEqual([["trn_1"], "true"]);
    vi.advanceTimersByTime(1);
    await flushPromises();
    expect(seat.find("button").attributes("aria-disabled")).toBeUndefined();
    await press();
    expect(ended()).toEqual(["trn_1", "trn_2"]);
  });

  it("is not held back by news that leave the turn as it is", async () => {
    const { room, press, ended } = seated();
    room.floor.value = speaks("trn_1");
    await press();
    expect(ended()).toEqual(["trn_1"]);
  });
});

describe("my button", () => {
  const button = (room: FakeRoom) => room.seat(MyButton, { microphone: room.microphone, open: false });

  it("says what it is now, and is never gone", async () => {
    const room = new FakeRoom(person("me", 3));
    const seat = button(room);
    const says = async (view: Partial<FloorView>): Promise<string> => {
      room.floor.value = floor(view);
      await flushPromises();
      return seat.find(".my-button .title").text();
    };
    expect([
      await says({}), await says(line), await says({ ...line, step: { does: "call", entry: "ent_2" } }),
      await says({ turn: waiting("trn_1", "me", { state: "called" }) }), await says({ turn: turn("trn_2", "a"), interrupted: waiting("trn_1", "me") }),
    ]).toEqual(["Ask to speak", "You are 2nd", "You are next", "Unmute", "Please wait"]);
  });

  it("is not there for observers", () => {
    expect(button(new FakeRoom(person("me", 3, { role: "observer" }))).find("button").exists()).toBe(false);
  });

  it("unmutes whoever has the floor, then ends the turn; a double click does not do both", async () => {
    const room = new FakeRoom(person("me", 3));
    room.floor.value = floor({ turn: turn("trn_1", "me") });
    const seat = button(room);
    await seat.find(".my-button").trigger("click");
    expect(room.presses).toBe(1);
    room.hears(true);
    await flushPromises();
    await seat.find(".my-button").trigger("click");
    expect(room.sent).toEqual([]);
    await expect.poll(() => seat.find(".my-button").attributes("aria-disabled")).toBeUndefined();
    await seat.find(".my-button").trigger("click");
    expect(room.sent).toEqual([{ type: "floor.end_turn", turn: "trn_1" }]);
  });
});
