// The files of what was dropped, and where they lay in it: a card is known by its folders, its clips by the notes beside
// them, so all of a folder is taken but what the system hides in it, small films for the camera's own screen, and proxies.

const LEFT_OUT = /^\.|^(thumbs\.db|desktop\.ini)$|\.lrv$/i;
const OURS = /^(\.|Proxy$)/;

// [{ file, path }]; the path of a file that was dropped by itself is empty. It is always taken: the server says why where
// it is no clip. Called while the drop is handled; later a browser does not tell any more.
export function gather(transfer) {
  const dropped = [...transfer.items].filter((item) => item.kind === "file");
  const entries = dropped.map((item) => (item.webkitGetAsEntry && item.webkitGetAsEntry()) || item.getAsFile());
  return Promise.all(entries.map((entry) => (entry.isDirectory ? folder(entry, `${entry.name}/`) : single(entry, "")))).then((found) => found.flat());
}

async function single(entry, path) {
  return [{ file: entry.isFile ? await new Promise((yes, no) => entry.file(yes, no)) : entry, path }];
}

async function folder(entry, above) {
  const reader = entry.createReader();
  const found = [];
  for (let some = await listed(reader); some.length; some = await listed(reader)) { // browsers give at most a hundred at once
    for (const one of some) {
      if (one.isDirectory) found.push(...(OURS.test(one.name) ? [] : await folder(one, `${above}${one.name}/`)));
      else if (!LEFT_OUT.test(one.name)) found.push(...(await single(one, above + one.name)));
    }
  }
  return found;
}

const listed = (reader) => new Promise((yes, no) => reader.readEntries(yes, no));
