// One stream for all tabs: a shared worker holds it and tells every tab what
// comes, and whether it stands.
"use strict";

const ports = new Set();
let state = { up: false };

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  const stream = new EventSource("/v1/events/stream");
  stream.onopen = () => tell(state = { up: true });
  stream.onmessage = (message) => tell({ event: JSON.parse(message.data) });
  stream.addEventListener("reset", () => tell({ reset: true }));
  stream.onerror = () => {
    tell(state = { up: false });
    // A refusal ends the stream for good; a lost connection is tried again by the browser.
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 2000);
  };
}

self.onconnect = (connection) => {
  const port = connection.ports[0];
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  port.postMessage(state);
};

open();
