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

  const inbound = async () => {
    const found = [];
    for (const peer of peers) {
      if (peer.connectionState === "closed") continue;
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "inbound-rtp") found.push(report);
      }
    }
    return found;
  };

  window.roundtableTest = {
    // What each received track has amounted to so far.
    async received() {
      const reports = await inbound();
      const of = (kind) => reports.filter((report) => report.kind === kind);
      return {
        frames: of("video").map((report) => report.framesDecoded ?? 0),
        energy: of("audio").map((report) => report.totalAudioEnergy ?? 0),
        packets: of("audio").map((report) => report.packetsReceived ?? 0),
      };
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
