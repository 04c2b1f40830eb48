import { onScopeDispose, watch } from "vue";
import { useI18n } from "vue-i18n";
import type { ChatMessage } from "@/generated/messages";
import { announce } from "@/design/announcer";
import { comings, NAMES_SAID, type Present } from "@/features/room/model/comings";
import { useRoom } from "@/features/room/room";

/** Comings are gathered this long before they are said. */
const GATHER_MS = 1500;

/** Characters of a message that are said; the rest is read in the chat. */
const MESSAGE_SAID = 140;

/** Says to screen readers what those who see notice: who came and went, who knocks, that one was muted, who writes. */
export function useAnnouncements(): void {
  const room = useRoom();
  const { t, locale } = useI18n();
  const present = (): Present => ({ inside: room.view.value?.participants ?? {}, waiting: room.view.value?.waiting ?? {} });
  let told = present();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const several = (key: string, names: readonly string[]): string => {
    if (names.length === 0) return "";
    const list = new Intl.ListFormat(locale.value, { type: "conjunction" }).format(names.slice(0, NAMES_SAID));
    if (names.length <= NAMES_SAID) return t(`room.say.${key}`, { names: list });
    return t(`room.say.${key}_many`, { names: list, count: names.length });
  };
  let heard: ChatMessage[] = [];
  const written = (): string => {
    const [message, ...more] = heard;
    heard = [];
    if (message === undefined) return "";
    if (more.length > 0) return t("room.say.messages", { count: more.length + 1 }, more.length + 1);
    return t("room.say.message", { name: message.name, text: message.text.slice(0, MESSAGE_SAID) });
  };
  const tell = (): void => {
    timer = undefined;
    const now = present();
    const { came, left, knocked } = comings(told, now, room.me.value?.id ?? "");
    told = now;
    const said = [several("knocked", knocked), several("came", came), several("left", left), written()].filter(Boolean);
    if (said.length > 0) announce(said.join(" "));
  };
  watch(() => [room.view.value?.participants, room.view.value?.waiting], () => {
    timer ??= setTimeout(tell, GATHER_MS);
  });
  onScopeDispose(room.session.chat.on(({ kind, message }) => {
    if (kind !== "message" || message.participant === room.me.value?.id) return;
    heard.push(message);
    timer ??= setTimeout(tell, GATHER_MS);
  }));
  onScopeDispose(() => clearTimeout(timer));

  watch(() => ({ ...room.me.value?.stopped }), (now, before) => {
    for (const source of ["microphone", "camera", "screen"] as const) {
      if (now[source] && !before[source]) announce(t(`room.say.stopped_${source}`), "assertive");
    }
  });
  watch(() => room.me.value?.role, (role, before) => {
    if (role !== undefined && before !== undefined && role !== before) announce(t("room.say.role", { role: t(`room.role.${role}`) }));
  });
}
