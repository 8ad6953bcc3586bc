// The files of what was dropped: folders are walked to their ends, and what no camera films in them is left out.

const LEFT_OUT = /^\.|^(thumbs\.db|desktop\.ini)$|\.(xml|xmp|bim|thm|lrv|cpi|cpf|mpl|bdm|bdmv|smi|ppn|mhl|ale|edl|csv|txt|pdf|md5|log|idx|dat)$/i;
const OURS = /^(\.|Proxy$)/;

// A file that was dropped by itself is always taken: the server says why where it is no clip. Called while the drop is
// handled; later a browser does not tell any more.
export function gather(transfer) {
  const dropped = [...transfer.items].filter((item) => item.kind === "file");
  const entries = dropped.map((item) => (item.webkitGetAsEntry && item.webkitGetAsEntry()) || item.getAsFile());
  return Promise.all(entries.map((entry) => (entry.isDirectory ? folder(entry) : single(entry)))).then((found) => found.flat());
}

const single = async (entry) => (entry.isFile ? [await new Promise((yes, no) => entry.file(yes, no))] : [entry]);

async function folder(entry) {
  const reader = entry.createReader();
  const found = [];
  for (let some = await listed(reader); some.length; some = await listed(reader)) { // browsers give at most a hundred at once
    for (const one of some) {
      if (one.isDirectory) found.push(...(OURS.test(one.name) ? [] : await folder(one)));
      else if (!LEFT_OUT.test(one.name)) found.push(...(await single(one)));
    }
  }
  return found;
}

const listed = (reader) => new Promise((yes, no) => reader.readEntries(yes, no));
