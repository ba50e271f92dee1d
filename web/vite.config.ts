import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env["NATTER_URL"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: "es2023",
    // The server's policy lets a page load files of its own and nothing else: no `data:` addresses, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/trpc": { target: server, ws: true } },
  },
});
