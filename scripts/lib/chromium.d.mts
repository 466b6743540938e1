export function findChromium(): Promise<string | null>;
export function ensureChromium(checkout: string, say: (step: string) => void): Promise<string>;
