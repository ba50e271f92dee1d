import { Component, type ReactNode } from "react";
import { Splash } from "./splash.tsx";

/** Shows words instead of a white page where a component has failed. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const words = "Something is wrong with this page. Nothing that you have sent is lost.";
    return <Splash words={words} action={["Load it again", () => location.reload()]} />;
  }
}
