// The stream of views. The browser does for this page what connection-manager does for the application: it notices
// that the server is gone, even one that is merely silent, says so, and tries again.

const SILENT_AFTER = 4000; // the server says something twice a second
const RETRY_AFTER = 1000;

export function live(url, onView, onLoss) {
  let source;
  let timer;
  let first;

  function open() {
    source = new EventSource(url);
    first = true;
    source.onmessage = (message) => {
      expectMore();
      onView(JSON.parse(message.data), first);
      first = false;
    };
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
