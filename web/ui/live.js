// follow tells what comes on the feed: up whether the stream stands, happened
// each event, anew that events were missed and all must be read again.
export function follow({ up, happened, anew }) {
  const hear = (message) => {
    if ("up" in message) up(message.up);
    else if (message.reset) anew();
    else happened(message.event);
  };
  if (window.SharedWorker) share(hear);
  else open(hear);
}

function share(hear) {
  let port;
  const connect = () => {
    const worker = new SharedWorker("/stream.js", { name: "brink" });
    worker.onerror = () => hear({ up: false });
    port = worker.port;
    port.onmessage = (message) => hear(message.data);
  };
  connect();
  addEventListener("pagehide", () => port.postMessage("bye"));
  // A page that comes back out of the browser's memory has left the worker.
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
}

function open(hear) {
  const stream = new EventSource("/v1/events/stream");
  stream.onopen = () => hear({ up: true });
  stream.onmessage = (message) => hear({ event: JSON.parse(message.data) });
  stream.addEventListener("reset", () => hear({ reset: true }));
  stream.onerror = () => {
    hear({ up: false });
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => open(hear), 2000);
  };
}
