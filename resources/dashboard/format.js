// Numbers, times and names as people read them.

const COUNT = new Intl.NumberFormat();
const SHORT = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

export const count = (number) => COUNT.format(number ?? 0);
export const shortCount = (number) => (number < 10000 ? COUNT.format(number ?? 0) : SHORT.format(number));

export function bytes(size) {
  if (size === null || size === undefined) return "–";
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let step = 0;
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000;
    step += 1;
  }
  return `${size < 10 && step > 0 ? size.toFixed(1) : Math.round(size)} ${units[step]}`;
}

export function seconds(total) {
  if (total === null || total === undefined || !Number.isFinite(total)) return "";
  if (total < 10) return `${total.toFixed(1)} s`;
  const whole = Math.round(total);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${String(Math.floor(whole / 60) % 60).padStart(2, "0")} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor(whole / 3600) % 24} h`;
}

export function clock(total) {
  const whole = Math.floor(total);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":") + (total % 1).toFixed(2).slice(1);
}

export function ago(at, now = Date.now()) {
  if (!at) return "";
  const past = (now - Date.parse(at)) / 1000;
  if (past < 0) return `in ${seconds(-past)}`;
  if (past < 45) return "just now";
  if (past < 3600) return `${Math.round(past / 60)} min ago`;
  if (past < 86400) return `${Math.round(past / 3600)} h ago`;
  return `${Math.round(past / 86400)} d ago`;
}

export const moment = (at) => (at ? new Date(at).toLocaleString() : "");
export const percent = (share) => (share === null || share === undefined ? "" : `${Math.floor(share * 100)} %`);

export function split(source) {
  const cut = Math.max(source.lastIndexOf("/"), source.lastIndexOf("\\"));
  return { folder: cut > 0 ? source.slice(0, cut) : source.slice(0, 1), name: source.slice(cut + 1) };
}

// Words for the codes of the API, where the code alone would be jargon.
export const STATUS = {
  pending: "Queued", running: "Running", retrying: "Tries again", waiting: "Waiting", cancelling: "Stopping",
  completed: "Done", failed: "Failed", cancelled: "Cancelled",
};
export const LANES = {
  video_processing: "Proxies and pictures", cv_analysis: "Quality checks", transfer: "Copies and uploads", maintenance: "Upkeep",
};
export const NLES = { resolve: "DaVinci Resolve", premiere: "Premiere Pro", fcp: "Final Cut Pro", avid: "Media Composer", kdenlive: "Kdenlive" };
export const words = (code) => String(code).replaceAll("_", " ");
