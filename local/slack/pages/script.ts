/** Looks every second whether something is new, and leaves alone what somebody is filling in. */
export const script = `
const look = async () => {
  const channels = document.getElementById('channels');
  if (!channels || document.hidden) return;
  const { version } = await (await fetch('/version.json')).json();
  if (String(version) === channels.dataset.version) return;
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const focused = document.activeElement?.id;
  for (const id of ['count', 'channels', 'modal']) {
    const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && next && (id !== 'modal' || old.dataset.key !== next.dataset.key)) old.replaceWith(next);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
};
const again = () => setTimeout(() => look().then(again, again), 1000);
again();
`;
