/** Doing something in the room and saying why when it was refused. */
import type { Command } from "@/generated/messages";
import type { JsonObject } from "@/core/session/mergePatch";
import { Problem } from "@/core/http/problems";
import { toast } from "@/design/toasts";
import { useRoom } from "@/features/room/room";
import { useSentence } from "@/shell/sentence";

/** Sends a command; a refusal becomes a notice. Answers whether it was carried out. */
export type Act = (command: Command, guess?: JsonObject) => Promise<boolean>;

export function useAct(): Act {
  const room = useRoom();
  const sentence = useSentence();
  return async (command, guess) => {
    const reply = await room.command(command, guess);
    if (!reply.ok) toast(sentence(new Problem(reply.code, 0, reply.params)), "bad");
    return reply.ok;
  };
}

/** Merge patch that draws a change of one participant before the server has confirmed it. */
export function guessParticipant(id: string, change: JsonObject | null): JsonObject {
  return { rooms: { participants: { [id]: change } } };
}
