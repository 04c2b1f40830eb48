// Runs before any script of the page: remembers its peer connections and sockets, so that a test can measure what really
// arrived and can pull the plug. The page itself knows nothing of it.
(() => {
  const peers = new Set();
  const sockets = new Set();
  const NativePeer = window.RTCPeerConnection;
  const NativeSocket = window.WebSocket;
  window.RTCPeerConnection = class extends NativePeer {
    constructor(...settings) {
      super(...settings);
      peers.add(this);
    }
  };
  window.WebSocket = class extends NativeSocket {
    constructor(...settings) {
      super(...settings);
      sockets.add(this);
    }
  };

  window.roundtableTest = {
    // What each received track has amounted to so far: frames decoded of a picture, energy of a voice.
    async received() {
      const totals = { frames: {}, energy: {} };
      for (const [index, peer] of [...peers].entries()) {
        if (peer.connectionState === "closed") continue;
        for (const report of (await peer.getStats()).values()) {
          if (report.type !== "inbound-rtp") continue;
          if (report.kind === "video") totals.frames[`${index}:${report.id}`] = report.framesDecoded ?? 0;
          else totals.energy[`${index}:${report.id}`] = report.totalAudioEnergy ?? 0;
        }
      }
      return totals;
    },
    dropSockets() {
      let dropped = 0;
      for (const socket of sockets) {
        if (socket.readyState === NativeSocket.OPEN) {
          socket.close(4000, "plug pulled");
          dropped += 1;
        }
      }
      return dropped;
    },
    openSockets: () => [...sockets].filter((socket) => socket.readyState === NativeSocket.OPEN).map((socket) => socket.url),
  };
})();
