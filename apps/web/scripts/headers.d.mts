export function toNginx(headers: Record<string, string>): string;
export function toMini(headers: Record<string, string>, mini: Record<string, string>): Record<string, string>;
