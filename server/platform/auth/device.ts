const systems: Array<[RegExp, string]> = [
  [/HarmonyOS|OpenHarmony/i, 'HarmonyOS'],
  [/Android/i, 'Android'],
  [/iPhone|iPad|iPod/i, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Mac OS X|Macintosh/i, 'macOS'],
  [/Linux|X11/i, 'Linux'],
];
const browsers: Array<[RegExp, string]> = [
  [/MicroMessenger/i, 'WeChat'],
  [/DingTalk/i, 'DingTalk'],
  [/HuaweiBrowser/i, 'Huawei'],
  [/Edg/i, 'Edge'],
  [/Firefox|FxiOS/i, 'Firefox'],
  [/Chrome|Chromium|CriOS/i, 'Chrome'],
  [/Safari/i, 'Safari'],
];

/** Browser and system in two words, to recognise one's own device by; the full user agent is not kept. */
export function deviceOf(userAgent: string): string {
  const first = (list: Array<[RegExp, string]>): string | undefined =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const words = [first(browsers), first(systems)].filter((word) => word !== undefined);
  return words.join(' · ') || '—';
}
