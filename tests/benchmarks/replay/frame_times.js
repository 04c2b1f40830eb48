// Remembers when each frame was drawn, and every task that held one up.
(() => {
  const times = [];
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  const drawn = (now) => {
    times.push(now);
    requestAnimationFrame(drawn);
  };
  requestAnimationFrame(drawn);
  window.frameTimes = {
    begin() {
      times.length = 0;
      tasks.length = 0;
    },
    end: () => ({ frames: times.slice(1).map((time, place) => time - times[place]), tasks: [...tasks] }),
  };
})();
