import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env.VENTRA_API ?? "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    manifest: true,
    // Inline assets and the preload polyfill would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page stands on comes in few files: cut finer, the same bytes compress worse.
          groups: [
            { name: "vendor", test: /node_modules\/(react|react-dom|scheduler|@tanstack)\// },
            { name: "base", test: /src\/shared\/(api\/(?!alerts)|format|theme|texts\/\w+\.tsx?$)/ },
            {
              name: "parts",
              test: /src\/shared\/(ui\/(?!\w*Views)|chart\/stretch|mini|(?!view\.)\w+\.ts)/,
              minShareCount: 12,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": api } },
  test: { include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"], environment: "node" },
});
