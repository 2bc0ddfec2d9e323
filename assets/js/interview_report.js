// Recordings of answers: brought to the server behind the interview's back, found again in the report by moment or word.
window.MJV = Object.assign(window.MJV || {}, (() => {
  "use strict";

  /**
   * Recordings go one after the other, each after its answer, so that no question waits for them.
   * hand(id, path) → promise: did the server take it? onLost(): one could not be kept; its answer is safe.
   */
  function recordings({ upload, hand, onLost }) {
    const PAUSES = [2000, 5000, 12000, 30000], ANSWER_MS = 20000;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    let round = 0, pending = 0, whole = true, last = Promise.resolve();

    async function bring(id, file, mine) {
      let path = "";
      for (const pause of [...PAUSES, 0]) {
        if (mine !== round) return true; // not wanted any more
        path ||= await upload(file).then((kept) => kept.path, () => "");
        const taken = path && mine === round ? await Promise.race([hand(id, path), wait(ANSWER_MS)]) : undefined;
        if (taken !== undefined) return taken;
        await wait(pause);
      }
      return mine !== round;
    }
    return {
      get pending() { return pending; },
      add(id, file) {
        const mine = round;
        pending += 1;
        last = last.then(() => bring(id, file, mine)).then((kept) => {
          pending -= 1;
          if (!kept) { whole = false; onLost(); }
        });
      },
      /** When all are there or given up → whether all are there. */
      async done() { await last; return whole; },
      drop() { round += 1; whole = true; },
    };
  }

  /** Elements with data-at (seconds) inside a [data-turn] card jump to that moment. */
  function report({ element }) {
    const { flash } = window.MJR;
    const all = () => [...element.querySelectorAll("[data-turn] :is(video, audio)")];
    const hush = () => all().forEach((one) => one.pause());

    function nearest(card, at) {
      const words = [...card.querySelectorAll(".mj-said [data-at]")];
      return words.reduce((best, one) => (Math.abs(one.dataset.at - at) < Math.abs((best?.dataset.at ?? 1e9) - at) ? one : best), null);
    }
    function go(card, at) {
      const film = card.querySelector("video, audio"), word = nearest(card, at);
      if (word) flash([word]);
      if (film) {
        hush();
        film.currentTime = at;
        film.play().catch(() => {});
        if (film.getBoundingClientRect().top < 0 || film.getBoundingClientRect().bottom > innerHeight) film.scrollIntoView({ block: "nearest" });
      } else word?.scrollIntoView({ block: "nearest" });
    }
    element.addEventListener("click", (event) => {
      const spot = event.target.closest("[data-turn] [data-at]");
      if (spot) go(spot.closest("[data-turn]"), Number(spot.dataset.at));
    });
    element.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(event.key)) return;
      const spot = event.target.closest("[data-turn] [data-at]:not(button)");
      if (!spot) return;
      event.preventDefault();
      go(spot.closest("[data-turn]"), Number(spot.dataset.at));
    });
    element.addEventListener("keydown", (event) => { // arrows from word to word, one stop for Tab
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], word = event.target.closest(".mj-said .mj-word");
      if (!step || !word) return;
      const words = [...word.parentElement.querySelectorAll(".mj-word")], next = words[words.indexOf(word) + step];
      event.preventDefault();
      if (!next) return;
      word.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    element.addEventListener("play", (event) => { for (const one of all()) if (one !== event.target) one.pause(); }, true);
    return { hush };
  }
  return { recordings, report };
})());
