import { useConnection, useSession } from "@natter/client/react";
import { lazy, Suspense } from "react";
import { SignInScreen } from "./sign-in/sign-in-screen.tsx";
import { Splash } from "./ui/splash.tsx";

const loadShell = () => import("./shell/shell.tsx");
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }));
// While it is asked who is signed in, and while a name is typed, the rest of the app is on its way already.
void loadShell();

export function App() {
  const session = useSession();
  const connection = useConnection();
  if (connection.name === "too-old") {
    return <Splash words="This page is older than its server." action={["Load it again", () => location.reload()]} />;
  }
  if (session.status === "signed-out") return <SignInScreen reason={session.reason} />;
  if (session.status === "restoring") {
    return <Splash words={connection.name === "waiting" ? "The server cannot be reached. Trying again …" : null} />;
  }
  return (
    <Suspense fallback={<Splash words={null} />}>
      <Shell />
    </Suspense>
  );
}
