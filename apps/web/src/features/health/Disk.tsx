/** What the database takes, how fast it grows, when its disk would be full: each as a range, or plainly not known yet. */
import { useQuery } from "@tanstack/react-query";
import { diskHealthQuery } from "@/shared/api/queries";
import type { DiskHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Fact } from "./Fact";

const LOOK = {
  well: { sign: "✓", color: "bg-good-soft text-good" },
  warn: { sign: "△", color: "bg-warn-soft text-warn" },
  grave: { sign: "■", color: "bg-bad-soft text-bad" },
  unknown: { sign: "?", color: "border border-rule text-soft" },
} as const;

export function Disk() {
  const disk = useQuery(diskHealthQuery);
  return (
    <Answer query={disk} skeleton={<Skeleton rows={1} height="h-36" />}>
      {(data) => <Measured disk={data} />}
    </Answer>
  );
}

function Measured({ disk }: { disk: DiskHealth }) {
  const { t, format } = useTexts();
  if (disk.measured_at === null) return <p className="text-sm">{t("disk.not_measured")}</p>;
  const look = LOOK[disk.state];
  return (
    <div className="sheet flex min-w-0 flex-col gap-3 p-3 sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <strong>{usedWords(disk)}</strong>
        <span className={`rounded-full px-3 py-1 text-sm font-medium ${look.color}`}>
          <span aria-hidden="true">{look.sign} </span>
          {t(`disk.state.${disk.state}`)}
        </span>
      </div>
      {disk.used_share !== null && <Bar share={disk.used_share} state={disk.state} />}
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact name={t("disk.database")} value={format.bytes(disk.database_bytes)} />
        <Fact name={t("disk.growth")} value={growthWords()} />
        {disk.volume_bytes !== null && <Fact name={t("disk.full")} value={fullWords()} />}
      </dl>
      {disk.volume_bytes === null && <p className="text-sm text-soft">{t("disk.no_size")}</p>}
      <Parts parts={disk.parts} />
      <p className="text-xs text-soft">{t("disk.measured", { time: format.instant(disk.measured_at) })}</p>
    </div>
  );

  function usedWords({ volume_bytes, free_bytes, used_share, database_bytes }: DiskHealth) {
    if (volume_bytes === null || free_bytes === null || used_share === null)
      return t("disk.taken", { taken: format.bytes(database_bytes) });
    const used = format.bytes(volume_bytes - free_bytes);
    return t("disk.used", { used, size: format.bytes(volume_bytes), percent: Math.round(used_share * 100) });
  }

  function growthWords() {
    const { growth, samples, samples_needed } = disk;
    if (growth === null) return t("disk.too_few", { have: samples, need: samples_needed });
    const [low, high] = [format.bytes(growth.low), format.bytes(growth.high)];
    const range = low === high ? "" : ` (${low} – ${high})`;
    return `${format.bytes(growth.bytes_a_day)}${range}`;
  }

  function fullWords() {
    if (disk.growth === null) return t("disk.too_few", { have: disk.samples, need: disk.samples_needed });
    if (disk.full_on === null && disk.full_earliest === null) return t("disk.never");
    const day = (on: string | null) => (on === null ? t("disk.far") : format.day(on));
    const range =
      disk.full_earliest === disk.full_latest
        ? ""
        : ` (${day(disk.full_earliest)} – ${day(disk.full_latest)})`;
    return `${day(disk.full_on)}${range}`;
  }
}

function Bar({ share, state }: { share: number; state: DiskHealth["state"] }) {
  const fill = { well: "fill-accent", warn: "fill-warn", grave: "fill-bad", unknown: "fill-accent" }[state];
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className="h-2 w-full">
      <rect width="100" height="8" className="fill-rule" />
      <rect width={100 * share} height="8" className={fill} />
    </svg>
  );
}

function Parts({ parts }: { parts: DiskHealth["parts"] }) {
  const { t, format } = useTexts();
  return (
    <table className="w-full max-w-md border-collapse text-sm">
      <caption className="pb-1 text-start text-xs text-soft">{t("disk.parts")}</caption>
      <tbody>
        {parts.map(({ part, bytes }) => (
          <tr key={part} className="border-b border-rule last:border-b-0">
            <th scope="row" className="py-1 text-start font-normal">
              {t(`disk.part.${part}`)}
            </th>
            <td className="numeric py-1">{format.bytes(bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
