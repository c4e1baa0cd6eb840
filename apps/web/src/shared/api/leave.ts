/** Signing out: the session ends, and with it goes what this device remembers. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { end } from "./access";
import { forget } from "./cache";
import { remove } from "./client";

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await remove("/session");
    end();
    forget(client);
    void navigate({ to: "/" });
  };
}
