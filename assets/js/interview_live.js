// One question after another: its clip is played, the answer is recorded against the clock and sent.
window.MJV = Object.assign(window.MJV || {}, (() => {
  "use strict";
  const KINDS = "video/*,audio/*,.webm,.mp4,.mov,.m4a";
  const CUE_MS = 4000, SOON_S = 10, STUCK_MS = 6000, NO_CLIP_MS = 12000, WORTH_S = 5;
  const random = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");

  /** take(view), clip(id): what the server says. A hearing of a question is known by its id and the repeats left. */
  function conduct({ $, word, films, camera, act, upload, aloud, problem, clips, net, held, max_mb, mic, over, filmed }) {
    let view = null, heard = "", begun = "", began = 0, ends = 0, warned = false, resuming = false, typing = false;
    let sending = null, stopFace = null, state = "", stuck = 0, cueTimer = 0, closing = false, stopping = false;

    const id = () => view?.question?.id || "";
    const key = () => `${id()} ${view?.repeats_left}`;
    const typed = () => typing || held().way === "typed";
    const here = () => $("root").offsetParent !== null && $("root").dataset.screen === "live";

    /** asking, waiting, reading, answering, sending, paused, over: which buttons there are. */
    function stand(next) {
      state = next;
      $("root").dataset.state = next;
      const main = { answering: "finish", asking: "now", reading: "read", over: "to-report" }[next];
      for (const part of ["finish", "now", "read", "to-report"]) $(part).hidden = part !== main;
      for (const part of ["repeat", "skip", "pause", "stop"]) $(part).hidden = next === "over";
      const idle = !["answering", "asking", "reading"].includes(next);
      for (const part of ["skip", "pause"]) $(part).disabled = idle;
      $("repeat").disabled = !(next === "answering" && view.repeats_left > 0) && next !== "asking";
      $("controls").hidden = next === "paused";
      $("pausing").hidden = next !== "paused";
      $("typing").hidden = !(next === "answering" && typed());
      $("other").hidden = next !== "answering";
      $("type").hidden = typed();
      $("clock").hidden = next === "over";
      const told = { waiting: "int_next", sending: "int_sending", asking: "int_asking", reading: "int_read_text", over: "int_closing" }[next];
      cue(told ? word(told) : "", true);
    }
    function cue(text, stays) {
      clearTimeout(cueTimer);
      if ($("cue").textContent !== text) $("cue").textContent = text;
      $("cue").classList.toggle("state", Boolean(stays));
      if (text && !stays) cueTimer = setTimeout(() => cue(""), CUE_MS);
    }

    /* ---- the question ---- */
    function ask() {
      const clip = clips[id()];
      clearTimeout(stuck);
      $("caption").textContent = clip?.caption || view.question.text;
      tick();
      if (!clip) {
        stand("waiting");
        stuck = setTimeout(read, NO_CLIP_MS);
        return;
      }
      heard = key();
      if (!clip.url) return read();
      stand("asking");
      films.speak(clip.url);
      stuck = setTimeout(() => { if ($("talk").paused && $("play").hidden) read(); }, STUCK_MS);
    }
    function read() { // no film: the words are enough
      clearTimeout(stuck);
      heard = key();
      films.quiet();
      stand("reading");
      aloud(view.question.text);
      $("read").focus({ preventScroll: true });
    }
    $("talk").addEventListener("ended", () => {
      if (closing) return finished();
      if (state === "asking") answer();
    });
    $("read").addEventListener("click", () => answer());
    $("now").addEventListener("click", () => { films.hush(); answer(); });

    /* ---- the answer ---- */
    async function answer(left = view.limit_s) {
      const mine = key();
      clearTimeout(stuck);
      if (begun === mine) return;
      begun = mine;
      began = performance.now();
      ends = left === null ? 0 : began + left * 1000;
      warned = left <= SOON_S;
      if (state !== "answering") act("asked", { id: id() });
      problem("");
      stand("answering");
      tick();
      aloud(left ? word("int_begun", { seconds: Math.round(left) }) : word("int_begun_free"));
      if (typed()) return void $("text").focus({ preventScroll: true });
      $("finish").focus({ preventScroll: true });
      if (!camera.on) await camera.start();
      if (begun !== mine) return;
      try {
        const one = mic();
        if (!camera.on) throw new Error("no microphone");
        await one.begin({ film: Boolean(held().film) });
        if (begun !== mine) return void one.drop();
        if (camera.seen) stopFace = one.watchFace({
          url: `meta-job-live/${held().token}`, turn: id(), way: held().browser ? "browser" : "server", t0: performance.now(),
          onReply(reply) { if (reply?.cue && begun === mine) cue(word(`int_cue_${reply.cue}`)); },
        });
      } catch {
        if (begun === mine) { problem(word("int_silent")); write(); }
      }
    }
    function write() { // from now on with the keyboard, for this answer
      mute();
      typing = true;
      $("other").open = false;
      stand("answering");
      $("text").focus({ preventScroll: true });
    }
    function mute() { // what was recorded is gone
      stopFace?.();
      stopFace = null;
      if (begun && !typed()) mic()?.drop();
    }
    const length = () => (begun ? (performance.now() - began) / 1000 : 0);
    async function finish(late) {
      if (state !== "answering" || !begun) return;
      const mine = { id: id(), way: typed() ? "typed" : camera.seen ? "camera" : "voice", text: "", files: {}, at: 0 };
      if (typed()) {
        mine.text = $("text").value.trim();
        if (!mine.text && !late) { problem(word("int_typed_empty")); return $("text").focus(); }
        if (!mine.text) return skip();
      } else {
        stopFace?.();
        stopFace = null;
        stand("sending");
        const { audio, film } = await mic().finish().catch(() => ({ audio: null, film: null }));
        if (!audio?.size) {
          stand("answering");
          problem(word("int_silent"));
          return write();
        }
        mine.files = { audio };
        mine.film = held().film ? film : null;
      }
      begun = "";
      ends = 0;
      problem("");
      sending = mine;
      if (late) aloud(word("int_over"));
      stand("sending");
      $("cue").focus?.();
      return deliver();
    }
    /** Uploads what is not up yet, then hands it in; kept here until the server has gone on to another question. */
    async function deliver() {
      const mine = sending;
      if (!mine || mine.busy) return;
      mine.busy = true;
      try {
        mine.paths ??= {};
        for (const [kind, file] of Object.entries(mine.files)) {
          if (!file || mine.paths[kind]) continue;
          mine.paths[kind] = (await upload(named(file))).path;
        }
      } catch {
        return net.failed();
      } finally {
        mine.busy = false;
      }
      if (sending !== mine) return;
      mine.at = performance.now();
      if (mine.video) act("video", { path: mine.paths.video, question: mine.id });
      else act("answer", { id: mine.id, way: mine.way, text: mine.text, audio: mine.paths.audio || "", film: "", rows_done: true });
    }
    /** Under a name that nobody can guess. */
    function named(file) {
      const ending = (/\.[a-z0-9]{1,5}$/i.exec(file.name || "") || [".webm"])[0];
      return new File([file], random() + ending, { type: file.type });
    }
    function accepted() { // the server has the answer; its recording may take its time
      if (sending.film?.size) filmed(sending.id, named(sending.film));
      cleared();
    }
    function cleared() {
      sending = null;
      typing = false;
      $("text").value = "";
    }
    function still() { // nothing is recorded and nothing runs
      mute();
      begun = "";
      ends = 0;
      clearTimeout(stuck);
      films.hush();
    }

    /* ---- the buttons ---- */
    function skip() {
      if ($("skip").disabled) return;
      const gone = id();
      still();
      cleared();
      problem("");
      stand("waiting");
      act("skip", { id: gone });
    }
    function repeat() {
      if ($("repeat").disabled) return;
      if (state === "asking") return films.start();
      const again = id();
      still();
      typing = false;
      stand("waiting");
      act("repeat", { id: again });
    }
    function pause() {
      if ($("pause").disabled) return;
      still();
      act("pause", { id: id() });
    }
    $("finish").addEventListener("click", () => finish());
    $("skip").addEventListener("click", skip);
    $("repeat").addEventListener("click", repeat);
    $("pause").addEventListener("click", pause);
    $("type").addEventListener("click", write);
    $("to-report").addEventListener("click", () => finished());
    $("resume").addEventListener("click", async () => {
      $("resume").disabled = true;
      if (!typed() && !camera.on) await camera.start();
      $("resume").disabled = false;
      resuming = true;
      heard = "";
      act("resume", { id: id() });
    });
    $("captions").addEventListener("click", () => {
      const on = $("captions").getAttribute("aria-pressed") !== "true";
      $("captions").setAttribute("aria-pressed", String(on));
      $("caption").classList.toggle("mj-away", !on);
    });
    $("shoot").hidden = window.isSecureContext || !matchMedia("(pointer: coarse)").matches; // a phone's own camera works everywhere
    for (const part of ["upload", "shoot"]) $(part).addEventListener("click", () => {
      $("file").toggleAttribute("capture", part === "shoot");
      if (part === "shoot") $("file").setAttribute("capture", "user");
      $("file").accept = part === "shoot" ? "video/*" : KINDS;
      $("file").click();
    });
    $("other").addEventListener("toggle", () => { if ($("other").open) $("other").scrollIntoView({ block: "center" }); });
    $("file").addEventListener("change", () => {
      const file = $("file").files[0];
      $("file").value = "";
      if (!file || state !== "answering") return;
      if (file.size > max_mb * 1024 * 1024) return problem(word("int_too_large", { mb: max_mb }));
      still();
      sending = { id: id(), files: { video: file }, video: true, at: 0 };
      stand("sending");
      deliver();
    });
    $("text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); finish(); }
    });
    document.addEventListener("keydown", (event) => {
      if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
      const at = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (at) return;
      const press = { KeyR: repeat, KeyP: () => (state === "paused" ? $("resume").click() : pause()), Space: finish }[event.code];
      if (!press || (event.code === "Space" && event.target.closest?.("button, a, summary"))) return; // those have their own
      if (event.code === "Space" && state !== "answering") return;
      event.preventDefault();
      press();
    });

    /* ---- the clock ---- */
    function tick() {
      const left = state === "answering" && ends ? Math.max(0, (ends - performance.now()) / 1000) : (view?.remaining_s ?? view?.limit_s ?? 0);
      const shown = Math.ceil(left);
      $("left").textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
      $("ring").style.strokeDashoffset = String(100 - (100 * left) / (view?.limit_s || 1));
      $("clock").classList.toggle("soon", state === "answering" && left <= SOON_S);
      if (state !== "answering" || !ends) return;
      if (left <= SOON_S && !warned) { warned = true; aloud(word("int_soon")); cue(word("int_soon")); }
      if (left <= 0) finish(true);
    }
    setInterval(() => { if (state === "answering" && begun) tick(); }, 250);

    /* ---- the end ---- */
    function end() {
      still();
      if (closing || state === "over") return;
      stand("over");
      $("caption").textContent = word("int_closing");
      $("to-report").focus({ preventScroll: true });
      camera.stop();
      goodbye();
    }
    function goodbye() { // the last words, when they are there
      if (!clips.closing?.url || closing) return;
      closing = true;
      $("caption").textContent = clips.closing.caption || word("int_closing");
      films.speak(clips.closing.url);
    }
    function finished() {
      closing = false;
      films.hush();
      over();
    }

    function take(next) {
      if (stopping && next.phase !== "done") return;
      stopping = false;
      const before = id();
      view = next;
      if (sending && (next.phase === "done" || id() !== sending.id)) accepted();
      if (next.question) {
        const head = word("int_number", { number: next.number, total: next.total });
        if ($("head-live").textContent !== head) $("head-live").textContent = head;
        $("follow").hidden = !next.question.follow_up;
      }
      if (id() && before !== id()) { closing = false; $("text").value = ""; typing = false; }
      const mine = key(), old = performance.now() - (sending?.at || 0) > 4000;
      if (next.phase === "done") return sending ? undefined : end();
      if (sending) { if (sending.at && old && !sending.busy) deliver(); return; } // it did not get through
      if (next.phase === "paused") {
        still();
        if (state === "paused") return;
        stand("paused");
        $("caption").textContent = next.question.text;
        tick();
        aloud(word("int_paused"));
        return $("head-pause").focus({ preventScroll: true });
      }
      if (next.phase === "asking") {
        if (begun === mine) { if (length() > 3) act("asked", { id: id() }); return; } // that got lost
        if (heard !== mine || (resuming && state === "paused")) { resuming = false; ask(); }
        return;
      }
      if (begun === mine) { // answering, and both know it
        if (next.remaining_s !== null) ends = performance.now() + next.remaining_s * 1000;
        return tick();
      }
      if (resuming) {
        resuming = false;
        heard = mine;
        $("caption").textContent = next.question.text;
        state = "answering"; // the server's clock runs already
        return answer(next.remaining_s);
      }
      if (heard !== mine) { stand("waiting"); act("pause", { id: id() }); } // a reload: what was said is gone
    }
    return {
      take,
      clip(name) {
        if (name === "closing" && state === "over") goodbye();
        if (name === id() && state === "waiting" && heard !== key()) ask();
      },
      again() { if (!sending) return false; deliver(); return true; },
      broken() { if (closing) return finished(); if (state === "asking") read(); },
      freed() { if (state === "waiting" && heard === key() && !sending) act("sync"); },
      waits: () => state === "waiting" || state === "sending",
      left() { if (["asking", "answering", "reading"].includes(state)) pause(); camera.stop(); },
      rest() { still(); cleared(); heard = ""; view = null; closing = resuming = false; state = ""; },
      deviceLost(kind) { // what happened is told beside the picture
        camera.on = false;
        if (kind === "audio" && state === "answering" && !typed()) cue(word("int_gone_device"), true);
      },
      async stop() { // what was said so far still counts when it is worth hearing
        const worth = state === "answering" && !typed() && length() > WORTH_S;
        const text = typed() && $("text").value.trim();
        stopping = true;
        if (worth || text) await finish();
        else still();
        act("stop");
      },
    };
  }
  return { conduct };
})());
