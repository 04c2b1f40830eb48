// A bare page around livekit-client: what a test of the media server makes a browser do, and what it asks of it.
(() => {
  const { Room, RoomEvent, Track, ConnectionState } = window.LivekitClient;
  const state = { events: [], heard: [], subscribed: 0 };
  let room = null;
  let drawing = null;

  // A screen that moves, without a dialogue: a canvas that counts.
  const movingCanvas = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
    const pen = canvas.getContext("2d");
    let tick = 0;
    drawing = setInterval(() => {
      tick += 1;
      pen.fillStyle = `hsl(${(tick * 7) % 360} 60% 50%)`;
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = "white";
      pen.fillText(`screen ${tick}`, 40 + (tick % 200), 180);
    }, 100);
    return canvas.captureStream(10).getVideoTracks()[0];
  };

  const attach = (track) => document.body.append(track.attach());
  const detach = (track) => track.detach().forEach((element) => element.remove());

  window.client = {
    async join({ url, token, options }) {
      room = new Room({ adaptiveStream: false, ...options });
      Object.assign(state, { events: [], heard: [], subscribed: 0 });
      room
        .on(RoomEvent.TrackSubscribed, (track) => {
          state.subscribed += 1;
          attach(track);
        })
        .on(RoomEvent.TrackUnsubscribed, detach)
        .on(RoomEvent.DataReceived, (payload, participant, kind, topic) =>
          state.heard.push([participant?.identity ?? "", new TextDecoder().decode(payload), topic ?? ""]),
        );
      for (const name of ["Reconnecting", "SignalReconnecting", "Reconnected", "Disconnected", "ConnectionQualityChanged",
        "ParticipantPermissionsChanged", "ActiveSpeakersChanged", "RoomMetadataChanged", "LocalTrackUnpublished",
        "LocalTrackSubscribed", "TrackStreamStateChanged", "TrackSubscriptionPermissionChanged"]) {
        room.on(RoomEvent[name], () => state.events.push(name));
      }
      await room.connect(url, token);
      return room.localParticipant.sid;
    },
    async publish(sources) {
      const me = room.localParticipant;
      if (sources.includes("microphone")) await me.setMicrophoneEnabled(true, { echoCancellation: false });
      if (sources.includes("camera")) await me.setCameraEnabled(true, { resolution: { width: 640, height: 360 } });
      if (sources.includes("screen_share")) {
        await me.publishTrack(movingCanvas(), { source: Track.Source.ScreenShare, simulcast: false });
      }
      return true;
    },
    async unpublish(source) {
      const publication = room.localParticipant.getTrackPublication(source);
      if (source === "screen_share") clearInterval(drawing);
      await room.localParticipant.unpublishTrack(publication.track);
      return true;
    },
    async mute({ source, muted }) {
      const publication = room.localParticipant.getTrackPublication(source);
      await (muted ? publication.mute() : publication.unmute());
      return true;
    },
    async send({ text, reliable, topic }) {
      await room.localParticipant.publishData(new TextEncoder().encode(text), { reliable, topic });
      return true;
    },
    subscribe({ identity, source, wanted }) {
      room.remoteParticipants.get(identity).getTrackPublication(source).setSubscribed(wanted);
      return true;
    },
    show({ identity, width, height }) {
      room.remoteParticipants.get(identity).getTrackPublication("camera").setVideoDimensions({ width, height });
      return true;
    },
    allow({ everyone, permissions }) {
      room.localParticipant.setTrackSubscriptionPermissions(everyone, permissions);
      return true;
    },
    async describe({ metadata, attributes }) {
      await room.localParticipant.setMetadata(metadata);
      await room.localParticipant.setAttributes(attributes);
      return true;
    },
    async leave() {
      clearInterval(drawing);
      await room.disconnect();
      document.body.replaceChildren();
      return true;
    },
    // What this client knows, as one value.
    view() {
      const people = {};
      for (const person of room.remoteParticipants.values()) {
        people[person.identity] = {
          metadata: person.metadata ?? "",
          attributes: person.attributes,
          quality: person.connectionQuality,
          speaking: person.isSpeaking,
          tracks: Object.fromEntries(
            [...person.trackPublications.values()].map((one) => [
              one.source,
              { muted: one.isMuted, subscribed: one.isSubscribed, attached: Boolean(one.track) },
            ]),
          ),
        };
      }
      const mine = [...room.localParticipant.trackPublications.values()];
      return {
        connected: room.state === ConnectionState.Connected,
        sid: room.localParticipant.sid,
        metadata: room.metadata ?? "",
        mine: Object.fromEntries(mine.map((one) => [one.source, { sid: one.trackSid, muted: one.isMuted }])),
        permissions: { ...room.localParticipant.permissions },
        people,
        ...state,
      };
    },
    // Widths of the pictures that arrive, by the browser's own statistics.
    async widths() {
      const found = {};
      for (const person of room.remoteParticipants.values()) {
        const track = person.getTrackPublication("camera")?.track;
        for (const report of (await track?.getRTCStatsReport())?.values() ?? []) {
          if (report.type === "inbound-rtp") found[person.identity] = report.frameWidth ?? 0;
        }
      }
      return found;
    },
    raw: () => room.engine.pcManager.publisher.getTransceivers(),
    // How many m-lines the connection has: they must not pile up.
    lines: () => room.engine.pcManager.publisher.getLocalDescription().sdp.split("\nm=").length - 1,
    // A steady tone: the browser's test microphone only beeps, which is no speech.
    async publishTone() {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 440 });
      const out = context.createMediaStreamDestination();
      tone.connect(out);
      tone.start();
      await room.localParticipant.publishTrack(out.stream.getAudioTracks()[0], { source: Track.Source.Microphone });
      return true;
    },
    async publishLarge() {
      const size = { width: 1280, height: 720 };
      await room.localParticipant.setCameraEnabled(true, { resolution: size }, { videoEncoding: { maxBitrate: 1_500_000 } });
      return true;
    },
    // A picture that no encoder makes small: noise, as a leafy tree in the wind would be.
    async publishNoise({ maxBitrate }) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
      const pen = canvas.getContext("2d");
      const noise = pen.createImageData(640, 360);
      drawing = setInterval(() => {
        for (let at = 0; at < noise.data.length; at += 65_536) crypto.getRandomValues(noise.data.subarray(at, at + 65_536));
        pen.putImageData(noise, 0, 0);
      }, 66);
      const videoEncoding = { maxBitrate, maxFramerate: 15 };
      const options = { source: Track.Source.Camera, simulcast: false, videoEncoding };
      await room.localParticipant.publishTrack(canvas.captureStream(15).getVideoTracks()[0], options);
      return true;
    },
    // Bits per second that the browser's estimate of its uplink leaves to the encoder.
    async targetBitrate() {
      const reports = [...(await room.localParticipant.getTrackPublication("camera").track.getRTCStatsReport()).values()];
      return reports.find((one) => one.type === "outbound-rtp")?.targetBitrate ?? 0;
    },
    async layersSent() {
      const sender = room.localParticipant.getTrackPublication("camera").track.sender;
      return sender.getParameters().encodings.map((one) => one.active);
    },
  };
})();
