export function toNginx(headers: Record<string, string>): string;
