// The scripts of META-JOB's own parts. Each part of a tab calls one function of `MJ` from its gr.HTML.
// No library, no request to any other server.
window.MJ = (() => {
  "use strict";
  const say = (words, key) => (words[document.documentElement.lang] || words.ko)[key];

  /** Photo by file, drop, paste or camera. Sends {path} with the event "photo"; shows what Python puts into value. */
  function uploader({ element, trigger, props, upload, watch }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const video = $("video"), trouble = $("trouble"), status = $("status"), root = $("root");
    const word = (key) => say(props.words, key);
    let stream = null;

    const tell = (text) => { trouble.textContent = text; trouble.hidden = !text; };
    const busy = (on) => {
      root.classList.toggle("busy", on);
      root.setAttribute("aria-busy", String(on));
      status.textContent = on ? word("photo_reading") : "";
    };

    async function take(file) {
      if (!file || root.classList.contains("busy")) return;
      tell("");
      if (file.size > props.max_mb * 1024 * 1024)
        return tell(word("photo_too_large").replace("{mb}", props.max_mb));
      busy(true);
      const salt = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
      const ending = (/\.[a-z0-9]{1,5}$/i.exec(file.name || "") || [".jpg"])[0];
      try {
        const { path } = await upload(new File([file], salt + ending, { type: file.type }));
        trigger("photo", { path });
      } catch {
        busy(false);
        tell(word("photo_upload_failed"));
      }
    }

    function stop() {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
      $("camera").hidden = true;
      root.classList.remove("filming");
    }

    async function start() {
      tell("");
      if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
        if (matchMedia("(pointer: coarse)").matches) return $("snap").click(); // the phone's own camera app
        return tell(word("camera_insecure"));
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false,
        });
      } catch (error) {
        const key = { NotAllowedError: "camera_denied", SecurityError: "camera_denied",
          NotFoundError: "camera_none", OverconstrainedError: "camera_none",
          NotReadableError: "camera_busy", AbortError: "camera_busy" }[error.name];
        return tell(word(key || "camera_failed"));
      }
      video.srcObject = stream;
      $("camera").hidden = false;
      root.classList.add("filming");
      await video.play().catch(() => {});
      $("shoot").focus();
    }

    function shoot() {
      if (!stream || !video.videoWidth) return;
      const canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0); // the preview is mirrored, the photo is not
      stop();
      canvas.toBlob((blob) => take(new File([blob], "camera.jpg", { type: "image/jpeg" })), "image/jpeg", 0.95);
    }

    for (const input of [$("file"), $("snap")])
      input.addEventListener("change", () => { take(input.files[0]); input.value = ""; });
    for (const name of ["choose", "again"]) $(name).addEventListener("click", () => $("file").click());
    for (const name of ["film", "film-again"]) $(name).addEventListener("click", start);
    $("shoot").addEventListener("click", shoot);
    $("close").addEventListener("click", () => { stop(); $("film").focus(); });
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && stream) stop(); });
    root.addEventListener("dragover", (event) => { event.preventDefault(); root.classList.add("over"); });
    root.addEventListener("dragleave", () => root.classList.remove("over"));
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      root.classList.remove("over");
      take(event.dataTransfer.files[0]);
    });
    document.addEventListener("paste", (event) => {
      if (!element.isConnected || root.offsetParent === null || !event.clipboardData.files.length) return;
      event.preventDefault();
      take(event.clipboardData.files[0]);
    });
    window.addEventListener("pagehide", stop);
    new IntersectionObserver((seen) => { if (!seen[0].isIntersecting && root.offsetParent === null) stop(); })
      .observe(root);

    watch("value", () => {
      busy(false);
      const { src, message } = props.value || {};
      tell(message || "");
      root.classList.toggle("filled", Boolean(src));
      if (src) $("preview").src = src; else $("preview").removeAttribute("src");
    });
  }

  /** Radio swatches with one free colour. `change` gets "" (the template's own colour) or #rrggbb. */
  function swatches(root, change) {
    const free = root.querySelector('input[type="color"]'), own = root.querySelector("[data-own]");
    root.addEventListener("change", (event) => {
      if (event.target.type === "radio" && event.target !== own) change(event.target.value);
      else if (event.target === own) change((own.value = free.value));
    });
    free.addEventListener("input", () => {
      own.value = free.value;
      own.checked = true;
      root.style.setProperty("--own", free.value);
      change(free.value);
    });
    return {
      reset() {
        root.querySelectorAll('input[type="radio"]')[0].checked = true;
        change(root.querySelector('input[type="radio"]').value);
      },
    };
  }

  /** Template grid, filter and the three garment colours. value = {template, cloth, top, tie}; event "input". */
  function suits({ element, trigger, props }) {
    const look = { ...props.value };
    let timer = 0, quiet = false;
    const send = () => {
      if (quiet) return;
      props.value = { ...look }; // at once, so that a button pressed right after sees it
      clearTimeout(timer);
      timer = setTimeout(() => trigger("input"), 120);
    };
    const rows = Object.fromEntries([...element.querySelectorAll("[data-garment]")].map((row) => {
      const garment = row.dataset.garment;
      return [garment, { row, part: swatches(row, (colour) => { look[garment] = colour; send(); }) }];
    }));
    const dress = (tile) => {
      rows.tie.row.hidden = !tile.dataset.tie;
      for (const [garment, { row }] of Object.entries(rows))
        row.style.setProperty("--default", tile.dataset[garment] || "transparent");
    };
    const undye = () => {
      quiet = true;
      for (const { part } of Object.values(rows)) part.reset();
      quiet = false;
    };
    element.addEventListener("change", ({ target }) => {
      if (target.name === "mj-suit") {
        undye();
        look.template = target.value;
        dress(target.closest("label"));
        send();
      } else if (target.name === "mj-for") {
        for (const tile of element.querySelectorAll("[data-for]"))
          tile.hidden = target.value !== "all" && tile.dataset.for !== target.value;
      }
    });
    element.querySelector("[data-undye]").addEventListener("click", () => { undye(); send(); });
    dress(element.querySelector('input[name="mj-suit"]:checked').closest("label"));
  }

  /** One row of swatches as a component of its own. value = #rrggbb; event "input". */
  function colour({ element, trigger, props, watch }) {
    const part = swatches(element.querySelector("fieldset"), (value) => {
      if (value === props.value) return;
      props.value = value;
      trigger("input");
    });
    watch("value", () => {
      const radio = [...element.querySelectorAll('input[type="radio"]')].find((one) => one.value === props.value);
      if (radio) radio.checked = true;
    });
    return part;
  }

  /** Hands a finished file to the browser's download. value = {url, name}. */
  function saver({ props, watch }) {
    watch("value", () => {
      if (!props.value?.url) return;
      const link = document.createElement("a");
      link.href = new URL(props.value.url, document.baseURI).href;
      link.download = props.value.name;
      document.body.append(link);
      link.click();
      link.remove();
    });
  }

  return { uploader, suits, colour, saver };
})();
