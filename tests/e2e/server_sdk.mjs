// The official Node SDK against a media server: every method once. Prints what it got as one line of JSON.
import { AccessToken, RoomServiceClient, TrackSource, WebhookReceiver } from "livekit-server-sdk";

const [url, key, secret, trackSid] = process.argv.slice(2);
const rooms = new RoomServiceClient(url, key, secret);
const refused = (promise) => promise.then(() => "allowed", (error) => error.code ?? error.status ?? String(error));

const created = await rooms.createRoom({ name: "made-by-node", emptyTimeout: 60, maxParticipants: 5, metadata: "first" });
const listed = (await rooms.listRooms(["made-by-node"])).map((room) => room.name);
const changed = (await rooms.updateRoomMetadata("made-by-node", "second")).metadata;
await rooms.deleteRoom("made-by-node");
const afterwards = (await rooms.listRooms(["made-by-node"])).length;

const people = (await rooms.listParticipants("room")).map((person) => person.identity);
const muted = (await rooms.mutePublishedTrack("room", "alice", trackSid, true)).muted;
const unmuted = await refused(rooms.mutePublishedTrack("room", "alice", trackSid, false));
await rooms.sendData("room", new TextEncoder().encode("from node"), 0, { destinationIdentities: ["alice"], topic: "node" });
await rooms.updateSubscriptions("room", "alice", [trackSid], false);
const updated = await rooms.updateParticipant("room", "alice", {
  metadata: "chair",
  name: "Alice",
  attributes: { club: "linux" },
  permission: { canSubscribe: true, canPublish: true, canPublishSources: [TrackSource.MICROPHONE] },
});
const found = await rooms.getParticipant("room", "alice");
await rooms.removeParticipant("room", "alice");
const missing = await refused(rooms.getParticipant("room", "alice"));
const stranger = await refused(new RoomServiceClient(url, key, "another-secret-of-more-than-32-characters").listRooms());

// What the SDK signs, its own receiver accepts: the same form our webhooks have.
const token = new AccessToken(key, secret, { identity: "node" });
token.addGrant({ roomJoin: true, room: "room" });

console.log(
  JSON.stringify({
    created: [created.name, created.emptyTimeout, created.maxParticipants, created.metadata],
    listed,
    changed,
    afterwards,
    people,
    muted,
    unmuted,
    updated: [updated.name, updated.metadata, updated.attributes, updated.permission.canPublishSources],
    found: found.sid === updated.sid,
    missing,
    stranger,
    token: await token.toJwt(),
    receiver: typeof new WebhookReceiver(key, secret).receive,
  }),
);
