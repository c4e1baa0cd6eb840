/** The product's photo; where there is none, a quiet coloured tile with its initials. */
import { useState } from "react";

const TINTS = [
  "bg-[#dfe8dd] text-[#2f4f39] dark:bg-[#22352a] dark:text-[#b9d6bf]",
  "bg-[#f0dfcf] text-[#6b3f1a] dark:bg-[#3a2a1c] dark:text-[#e3c3a1]",
  "bg-[#dce4ec] text-[#2c4560] dark:bg-[#1f2d3b] dark:text-[#b4cbe2]",
  "bg-[#eddde2] text-[#6c2d44] dark:bg-[#3a222b] dark:text-[#e2b7c6]",
  "bg-[#e9e3cb] text-[#5a4c12] dark:bg-[#332d17] dark:text-[#dccf98]",
  "bg-[#dae8e8] text-[#1f4f52] dark:bg-[#1c3536] dark:text-[#a9d3d2]",
] as const;

const BOXES = {
  list: "size-10 text-sm",
  row: "size-14 text-base",
  page: "size-20 text-2xl sm:size-28",
};

export function initialsOf(title: string | null): string {
  const words = (title ?? "").split(/[^\p{L}\p{N}ʻʼ]+/u).filter((word) => /^\p{L}/u.test(word));
  return (
    words
      .slice(0, 2)
      .map((word) => word.charAt(0).toUpperCase())
      .join("") || "·"
  );
}

interface Props {
  id: number;
  title: string | null;
  photoUrl: string | null;
  size?: "list" | "row" | "page";
}

export function ProductTile({ id, title, photoUrl, size = "row" }: Props) {
  const [broken, setBroken] = useState(false);
  const box = BOXES[size];
  if (photoUrl && !broken) {
    return (
      <img
        src={photoUrl}
        alt=""
        loading="lazy"
        decoding="async"
        referrerPolicy="no-referrer"
        onError={() => setBroken(true)}
        className={`${box} shrink-0 rounded-lg border border-rule bg-sheet object-cover`}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={`${box} ${TINTS[id % TINTS.length]} flex shrink-0 items-center justify-center rounded-lg font-head font-semibold select-none`}
    >
      {initialsOf(title)}
    </span>
  );
}
