/** What really arrives from each person, read from the browser: for support, and for the browser tests. */
import type { RemoteTrack, Room } from "livekit-client";

export interface Measurement {
  /** Pictures decoded since the track began. */
  readonly frames?: number;
  readonly width?: number;
  readonly height?: number;
  /** Sum of the sound's energy; grows while somebody is audible. */
  readonly energy?: number;
  readonly packets?: number;
}

/** By participant, then by LiveKit's name of the source. */
export type Measurements = Record<string, Record<string, Measurement>>;

export async function measure(room: Room | undefined): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const participant of room?.remoteParticipants.values() ?? []) {
    const sources: Record<string, Measurement> = {};
    for (const { track, source } of participant.trackPublications.values()) {
      if (track !== undefined) sources[source] = await measureTrack(track);
    }
    measurements[participant.identity] = sources;
  }
  return measurements;
}

async function measureTrack(track: RemoteTrack): Promise<Measurement> {
  const report = await track.getRTCStatsReport();
  let measurement: Measurement = {};
  report?.forEach((entry: RTCInboundRtpStreamStats) => {
    if (entry.type === "inbound-rtp") measurement = readInbound(entry);
  });
  return measurement;
}

function readInbound(entry: RTCInboundRtpStreamStats): Measurement {
  return {
    ...(entry.framesDecoded !== undefined && { frames: entry.framesDecoded }),
    ...(entry.frameWidth !== undefined && { width: entry.frameWidth }),
    ...(entry.frameHeight !== undefined && { height: entry.frameHeight }),
    ...(entry.totalAudioEnergy !== undefined && { energy: entry.totalAudioEnergy }),
    ...(entry.packetsReceived !== undefined && { packets: entry.packetsReceived }),
  };
}
