// The stream of prices, of changes and of beats. The browser does for this page what connection-manager does for the
// application: it notices that the server is gone, even one that is merely silent, says so, and tries again.

const SILENT_AFTER = 4000; // the server sends a beat twice a second
const RETRY_AFTER = 1000;

export function live(url, { onOpen, onLoss, ...events }) {
  let source;
  let timer;

  function open() {
    let first = true;
    source = new EventSource(url);
    Object.entries(events).forEach(([name, on]) => source.addEventListener(name, (message) => {
      expectMore();
      if (first) {
        first = false;
        onOpen();
      }
      on(JSON.parse(message.data));
    }));
    source.onerror = lose;
    expectMore();
  }

  function expectMore() {
    clearTimeout(timer);
    timer = setTimeout(lose, SILENT_AFTER);
  }

  function lose() {
    close();
    onLoss();
    timer = setTimeout(open, RETRY_AFTER);
  }

  function close() {
    clearTimeout(timer);
    source.close();
  }

  open();
  // A page that is kept to come back to must not hold one of the few streams that a browser allows.
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      open();
    }
  });
}
