// The server's clock, as far as the browser can know it: all times that are shown are compared with it.

let offset = 0;

// News takes time to come, so the largest difference is the nearest to the truth.
export function adjust(serverTime, anew) {
  const difference = serverTime - Date.now();
  offset = anew ? difference : Math.max(offset, difference);
}

export function now() {
  return Date.now() + offset;
}
