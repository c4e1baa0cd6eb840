/** The few line drawings the page uses; decoration only, the words stand beside them. */
const PATHS = {
  home: "M4 19V9l8-5 8 5v10M9 19v-6h6v6",
  health: "M3 12h4l2.5-6 4 12 2.5-6h5",
  upload: "M12 16V5m-4 4 4-4 4 4M5 19h14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm5-1.5L20 20",
  close: "M6 6l12 12M18 6L6 18",
  out: "M9 5h10v10M19 5 8 16M15 19H5V9",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  half: "M12 20a8 8 0 1 0 0-16v16Zm0-16a8 8 0 0 0 0 16",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.8-3.6 3.5-5.5 7-5.5s6.200 1.900 7 5.500",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4M12 5V3",
  star: "m12 4 2.5 5.1 5.5.8-4 3.9 1 5.6-5-2.7-5 2.7 1-5.6-4-3.9 5.5-.8L12 4Z",
  question: "M9 9.5a3 3 0 1 1 4.4 2.6c-1 .6-1.4 1.1-1.4 2.4M12 18v.2",
  report: "M6 3h12v18H6zM9 16v-3m3 3V9m3 7v-5M9 6h6",
  language: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4 12h16M12 4c-5 5-5 11 0 16m0-16c5 5 5 11 0 16",
  category: "M4 5h7v6H4zM4 14h7v5H4zM14 5h6v5h-6zM14 13h6v6h-6z",
  product: "m4 8 8-4 8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4m-8 4v8",
  shop: "M5 11v8h14v-8M4 10l1.5-5h13L20 10c0 2-4 2-4 0 0 2-4 2-4 0 0 2-4 2-4 0 0 2-4 2-4 0Z",
  compare: "M4 17l5-6 4 3 7-8M4 20h16M5 7h4m-2-2v4",
  rising: "M3 18l6-6 4 3 7-9m-5 0h5v5",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
} as const;

export type IconName = keyof typeof PATHS;
export const ICONS = Object.keys(PATHS) as IconName[];

export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className="size-5 shrink-0"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
