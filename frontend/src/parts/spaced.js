// Doing something at once after a quiet moment, then at most so often: what comes meanwhile is done together.
export function spaced(act, apart) {
  let waiting = false;
  let done = -Infinity;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      done = performance.now();
      act();
    }, done + apart - performance.now());
  };
}
