// What is seen while somebody answers: small pictures for the server, or numbers that this browser finds itself.
window.MJC = Object.assign(window.MJC || {}, (() => {
  "use strict";
  const FRAME_MS = 200, FRAME_SIDE = 320, FRAME_BYTES = 25_000; // of one small picture
  const LOOK_MS = 100, POST_MS = 500, WAITING_ROWS = 60; // in the browser's own analysis
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  /** showing(): the video shows something that may be looked at. offer(then): ask whether the server may look instead. */
  function watcher({ video, vision, version, scripts, showing, busy, offer }) {
    let end = () => {}, look = null;
    let serverWay = false, offered = false, begin = () => {}; // instead of the browser: whether the person said so, was asked

    function start({ url, turn, way = "server", t0 = performance.now(), onReply = () => {} }) {
      end();
      const control = new AbortController(), over = control.signal;
      const mine = end = () => control.abort();
      const seconds = () => Math.max(0, (performance.now() - t0) / 1000);
      /** The answer, or {error}. "gone": nobody listens there any more. */
      async function post(path, body, type) {
        try {
          const answer = await fetch(new URL(`${url}/${path}`, document.baseURI), {
            method: "POST", body, headers: { "content-type": type },
            signal: AbortSignal.any ? AbortSignal.any([over, AbortSignal.timeout(8000)]) : over,
          });
          const said = await answer.json();
          if (answer.status === 404) mine();
          return said;
        } catch {
          await wait(over.aborted ? 0 : 1000);
          return { error: "offline" };
        }
      }
      const told = (reply) => { if (!over.aborted || reply.error === "gone") onReply(reply); };
      const server = () => frames(over, async (blob, t) => told(
        await post(`frame?t=${t.toFixed(2)}&turn=${encodeURIComponent(turn)}`, blob, "image/jpeg")), seconds);
      const browser = () => numbers(over, async (rows) => told(
        await post("rows", JSON.stringify({ turn, rows }), "application/json")), seconds);
      begin = () => { if (!over.aborted) server(); };
      if (way !== "browser" || serverWay) server();
      else if (!offered) browser().catch(() => { // else it cannot, and nobody has agreed: nothing is looked at
        if (over.aborted) return;
        onReply({ error: "vision" });
        instead();
      });
      return mine;
    }

    /** The newest picture, small, one after the other: the next goes only after the answer to the last. */
    async function frames(over, send, seconds) {
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      let quality = 0.7;
      while (!over.aborted) {
        const began = performance.now();
        if (showing()) {
          const scale = FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight), t = seconds();
          canvas.width = Math.round(video.videoWidth * scale);
          canvas.height = Math.round(video.videoHeight * scale);
          pen.drawImage(video, 0, 0, canvas.width, canvas.height);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
          if (over.aborted) return;
          if (blob && blob.size <= FRAME_BYTES) await send(blob, t);
          else quality = Math.max(0.3, quality - 0.15); // an unusually rich picture
        }
        await wait(Math.max(20, FRAME_MS - (performance.now() - began)));
      }
    }

    /** The browser looks itself; rows go twice a second. Throws when it cannot. */
    async function numbers(over, send, seconds) {
      const see = await looker();
      let rows = [], posting = false, posted = performance.now();
      while (!over.aborted) {
        const began = performance.now();
        const row = showing() ? see(seconds()) : null;
        if (row) rows = [...rows, row].slice(-WAITING_ROWS);
        if (rows.length && !posting && began - posted >= POST_MS) {
          const batch = rows;
          [rows, posting, posted] = [[], true, began];
          send(batch).finally(() => { posting = false; });
        }
        const took = performance.now() - began; // a slow computer looks less often rather than stutter
        await wait(Math.max(20, LOOK_MS - took, took));
      }
    }
    async function looker() {
      busy(true);
      try {
        look = await import(new URL(`${scripts}/vision.js`, document.baseURI).href);
        return look.watcher(await look.load(vision, version), video);
      } finally {
        busy(false);
      }
    }
    /** Asks once whether the server may look instead. */
    function instead(then = () => {}) {
      offered = true;
      offer(() => { serverWay = true; begin(); then(); });
    }
    /** Whether this browser can look itself; loads what that takes. agreed(): it cannot, and the server may. */
    async function prepare(agreed) {
      serverWay = offered = false;
      try {
        const see = await looker();
        if (showing()) see(0); // the first look is the slow one
      } catch {
        instead(agreed);
        return false;
      }
      return true;
    }
    /** Nothing is looked at for a while: the memory goes back. */
    function rest() {
      end();
      look?.close();
    }
    return { start, end: () => end(), rest, prepare };
  }

  return { watcher };
})());
