/**
 * The service worker of the pages under /m/ (its scope). The build fills in the version and the files of exactly those pages
 * (worker-plugin.ts); a new version keeps its own set and drops the old one. Of the API's answers it keeps one: who is signed in.
 */
const version = '__VERSION__';
const files = JSON.parse('__FILES__');
const kept = `baogong-phone-${version}`;
const shell = '/m/home';
const session = '/api/who-am-i';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(kept)
      .then((cache) => cache.addAll([new Request(shell, { cache: 'reload' }), ...files]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith('baogong-phone-') && name !== kept) await caches.delete(name);
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(networkElse(request, shell));
  else if (address.pathname === session) event.respondWith(networkElse(request, session, true));
  else if (files.includes(address.pathname)) event.respondWith(keptElse(request, address.pathname));
});

/** The network's answer; without a network the one kept. `keep` renews what is kept. */
async function networkElse(request, key, keep = false) {
  try {
    const answer = await fetch(request);
    if (keep && answer.ok) await (await caches.open(kept)).put(key, answer.clone());
    return answer;
  } catch (failure) {
    const before = await caches.match(key, { cacheName: kept });
    if (before === undefined) throw failure;
    return before;
  }
}

async function keptElse(request, key) {
  return (await caches.match(key, { cacheName: kept })) ?? fetch(request);
}
