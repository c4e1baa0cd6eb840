/** A sum of money in full where there is room; on a phone millions are shortened, so that two stand side by side. */
import { useTexts } from "@/shared/texts/texts";
import { useRoom } from "@/shared/ui/useWide";

const ROOM = "(min-width: 40rem)";
const LONG = 1_000_000;

export function useMoney(): <N extends number | null>(uzs: N) => string | (null extends N ? null : never) {
  const { format } = useTexts();
  const room = useRoom(ROOM);
  return <N extends number | null>(uzs: N) =>
    (uzs === null ? null : room || Math.abs(uzs) < LONG ? format.money(uzs) : format.moneyShort(uzs)) as
      string | (null extends N ? null : never);
}
