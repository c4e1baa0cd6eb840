/** The rest of one's own account: passkeys, Telegram, devices, and taking everything along or leaving. */
import { addressOf } from "@/shared/api/client";
import type { Person } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { DeletePart } from "./DeletePart";
import { DevicesPart } from "./DevicesPart";
import { LegalWords } from "./LegalWords";
import { Part } from "./Part";
import { PasskeysPart } from "./PasskeysPart";
import { TelegramPart } from "./TelegramPart";

export default function FurtherParts({ person }: { person: Person }) {
  const { t } = useTexts();
  return (
    <>
      <PasskeysPart person={person} />
      <TelegramPart person={person} />
      <DevicesPart />
      <Part title={t("account.export")} text={t("account.export_text")}>
        <a href={addressOf("/account/export")} download className="button self-start">
          {t("account.export_button")}
        </a>
      </Part>
      <DeletePart person={person} />
      <p className="px-3 text-sm text-soft sm:px-5">
        <LegalWords text={t("account.legal")} />
      </p>
    </>
  );
}
