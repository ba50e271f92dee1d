import { createNatterClient } from "@natter/client";
import { NatterProvider } from "@natter/client/react";
import { Tooltip } from "radix-ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./base.css";
import { applyTheme } from "./settings/theme.ts";
import { ErrorBoundary } from "./ui/error-boundary.tsx";

const client = createNatterClient({ url: location.origin, cookie: true });
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

applyTheme();
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <NatterProvider client={client}>
        <Tooltip.Provider delayDuration={400}>
          <App />
        </Tooltip.Provider>
      </NatterProvider>
    </ErrorBoundary>
  </StrictMode>,
);
