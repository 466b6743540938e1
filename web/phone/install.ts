/** Makes the telephone keep the phone pages: service worker, manifest and lasting storage, once, from the first phone page that is opened. */
let installed = false;

export function installPhone(): void {
  if (installed) return;
  installed = true;
  if (!import.meta.env.PROD) return;
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = '/phone.webmanifest';
  document.head.append(manifest);
  // what waits to be sent should not be what a full telephone clears first; a browser that refuses keeps it as it keeps everything
  void navigator.storage?.persist?.().catch(() => {});
  // without HTTPS there are no service workers: pages then need the network, acts are kept all the same
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/phone-worker.js', { scope: '/m/' }).catch(() => {
    installed = false;
  });
}
