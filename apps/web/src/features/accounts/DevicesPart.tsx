/** Where one is signed in, and signing out there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { devicesQuery } from "@/shared/api/accounts";
import { remove } from "@/shared/api/client";
import type { Device } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Confirm } from "@/shared/ui/Confirm";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { FormProblem } from "./Frame";
import { Part } from "./Part";

const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"] as const;
const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["YaBrowser/", "Yandex"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

/** What a browser says of itself, in two words; a program's own name otherwise. */
export function deviceName(agent: string): string {
  const system = SYSTEMS.find((one) => agent.includes(one));
  const browser = BROWSERS.find(([sign]) => agent.includes(sign))?.[1];
  return [browser, system].filter(Boolean).join(", ") || agent.slice(0, 60);
}

export function DevicesPart() {
  const { t } = useTexts();
  const client = useQueryClient();
  const devices = useQuery(devicesQuery);
  const ending = useMutation({
    mutationFn: (id: string | null) => remove(id ? `/account/devices/${id}` : "/account/devices"),
    onSuccess: () => client.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  });
  return (
    <Part title={t("devices.title")} text={t("devices.text")}>
      <Answer query={devices} skeleton={<Skeleton rows={2} height="h-12" />}>
        {({ items }) => (
          <>
            <ul className="flex flex-col divide-y divide-rule">
              {items.map((one) => (
                <Row key={one.session_id} device={one} busy={ending.isPending} onEnd={ending.mutate} />
              ))}
            </ul>
            {items.length > 1 && (
              <Confirm
                button={t("devices.others")}
                title={t("devices.others")}
                text={t("devices.others_text")}
                yes={t("devices.others")}
                onYes={() => ending.mutate(null)}
                disabled={ending.isPending}
              />
            )}
          </>
        )}
      </Answer>
      <FormProblem error={ending.error} />
    </Part>
  );
}

function Row({ device, busy, onEnd }: { device: Device; busy: boolean; onEnd: (id: string) => void }) {
  const { t, format, lookUp } = useTexts();
  const now = useNow();
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2">
      <span className="min-w-0">
        <span className="font-medium break-words">{deviceName(device.device) || t("devices.unknown")}</span>
        {device.here && <span className="text-good"> ✓ {t("devices.here")}</span>}
        <span className="block text-sm text-soft">
          {device.address} · {lookUp(`devices.way_${device.way}`) ?? device.way} ·{" "}
          {format.age(device.seen_at, now)}
        </span>
      </span>
      {!device.here && (
        <button
          type="button"
          className="button button-small"
          disabled={busy}
          onClick={() => onEnd(device.session_id)}
        >
          {t("devices.end")}
        </button>
      )}
    </li>
  );
}
