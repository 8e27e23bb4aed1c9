// The camera: the browser's own reader of codes where it has one, else the decoder that came with the page. The field for
// typing stands beside it all the time; a USB or Bluetooth scanner types into that.
const PAUSE_MS = 150; // between two looks: fast enough for a hand, slow enough for a battery
const SIDE = 600; // pixels of the square that is looked at
const AGAIN_MS = 3000; // the same code held before the camera counts once

async function reader(decoderUrl) {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return { look: async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null, close() {} };
  }
  const { createWorker } = await import(decoderUrl);
  const worker = createWorker();
  let number = 0;
  const look = (canvas) =>
    new Promise((resolve) => {
      const id = ++number;
      const { width, height } = canvas;
      const data = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
      worker.onmessage = (event) => event.data.id === id && resolve(event.data.data);
      worker.onerror = () => resolve(null);
      worker.postMessage({ id, type: "decode", data }, [data.data.buffer]);
    });
  return { look, close: () => worker.terminate() };
}

// Look through the camera until stop() is called; found(text) for each code. Rejects if there is no camera or no leave.
export async function startScan(video, decoderUrl, found) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("no camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  video.srcObject = stream;
  await video.play();
  const eye = await reader(decoderUrl);
  const canvas = document.createElement("canvas");
  let isOn = true;
  let last = { text: null, at: 0 };

  async function look() {
    if (!isOn) return;
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side && !document.hidden) {
      canvas.width = canvas.height = Math.min(side, SIDE);
      const [left, top] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
      const brush = canvas.getContext("2d", { willReadFrequently: true });
      brush.drawImage(video, left, top, side, side, 0, 0, canvas.width, canvas.height);
      const text = await eye.look(canvas);
      const now = performance.now();
      if (isOn && text && (text !== last.text || now - last.at > AGAIN_MS)) found(text);
      if (text) last = { text, at: now };
    }
    setTimeout(look, PAUSE_MS);
  }
  look();
  return () => {
    isOn = false;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    eye.close();
  };
}
