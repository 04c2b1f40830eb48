/**
 * LiveKit's words in ours. This file and those beside it that import `livekit-client` are fetched when a room is
 * joined, never before: nothing outside `core/media` imports them except through `import("@/core/media/roomMedia")`.
 */
import { LogLevel, Room, setLogLevel, Track, VideoPresets, type LocalParticipant, type Participant, type TrackPublication } from "livekit-client";
import type { DeviceChoice } from "../devices/remembered";
import type { PersonMedia, Source } from "./people";
import { repairDelay } from "./rejoin";

/** Numbers of the protocol's `TrackSource`, in which permissions are told. */
const GRANT_NUMBERS: Record<Source, number> = { camera: 1, microphone: 2, screen: 3 };

/** LiveKit's names of our sources. */
export const TRACK_SOURCES: Record<Source, Track.Source> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
};

export function createRoom(choice: DeviceChoice): Room {
  setLogLevel(LogLevel.warn);
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    // The server forwards and never decodes, so it cannot unpack RED for browsers that do not know it.
    publishDefaults: { red: false, dtx: true, simulcast: true },
    audioCaptureDefaults: captureOptions(choice.microphone),
    videoCaptureDefaults: { ...captureOptions(choice.camera), resolution: VideoPresets.h720.resolution },
    ...(choice.speaker !== undefined && { audioOutput: { deviceId: choice.speaker } }),
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount, elapsedMs }) => repairDelay(retryCount, elapsedMs) },
  });
}

/** `deviceId` as a wish, not a demand: a device that was unplugged since must not keep a person from speaking. */
export function captureOptions(device: string | undefined): { deviceId?: ConstrainDOMString } {
  return device === undefined ? {} : { deviceId: { ideal: device } };
}

export function publicationOf(participant: Participant, source: Source): TrackPublication | undefined {
  return participant.getTrackPublication(TRACK_SOURCES[source]);
}

/** May this person publish that source now? An empty list of sources means all of them. */
export function isGranted(participant: LocalParticipant, source: Source): boolean {
  const permissions = participant.permissions;
  if (!permissions?.canPublish) return false;
  const numbers: readonly number[] = permissions.canPublishSources;
  return numbers.length === 0 || numbers.includes(GRANT_NUMBERS[source]);
}

export function describePerson(participant: Participant): PersonMedia {
  const microphone = publicationOf(participant, "microphone");
  const camera = drawable(publicationOf(participant, "camera"));
  const screen = drawable(publicationOf(participant, "screen"));
  return {
    microphone: microphone === undefined ? "none" : microphone.isMuted ? "muted" : "on",
    ...(camera !== undefined && { camera }),
    ...(screen !== undefined && { screen }),
    speaking: participant.isSpeaking,
    quality: participant.connectionQuality,
  };
}

function drawable(publication: TrackPublication | undefined): string | undefined {
  return publication?.track !== undefined && !publication.isMuted ? publication.trackSid : undefined;
}
