/** Where alerts are brought, and when: one's Telegram, e-mail, webhooks, groups. */
import { useQuery } from "@tanstack/react-query";
import { channelsQuery } from "@/shared/api/alerts";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { AddChannel } from "./AddChannel";
import { ChannelCard } from "./ChannelCard";
import { Frame } from "./Frame";

export function ChannelsPage() {
  const { t } = useTexts();
  return (
    <Frame title={t("brought.title")} text={t("brought.text")}>
      <Content />
    </Frame>
  );
}

function Content() {
  const { t } = useTexts();
  const channels = useQuery(channelsQuery);
  return (
    <Answer query={channels} skeleton={<Skeleton rows={3} height="h-28" />}>
      {(data) => (
        <>
          {data.items.length === 0 && <p className="max-w-prose">{t("brought.none")}</p>}
          <ul className="flex flex-col gap-3">
            {data.items.map((one) => (
              <ChannelCard key={one.channel_id} channel={one} />
            ))}
          </ul>
          <AddChannel channels={data} />
        </>
      )}
    </Answer>
  );
}
