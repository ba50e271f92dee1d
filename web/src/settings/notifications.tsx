import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { allowNotices, noticesAre, setNotices, type Notices } from "./notices.ts";
import styles from "./settings.module.css";

const about: Record<Notices, string> = {
  on: "You are told of direct messages and mentions while this page is not in front of you.",
  off: "Be told of direct messages and mentions while this page is not in front of you.",
  denied: "Your browser does not allow them here. Allow them in its settings for this page.",
  impossible: "This browser shows none.",
};

export function Notifications() {
  const [state, setState] = useState(noticesAre);
  const turn = async () => {
    if (state === "on") setNotices(false);
    else await allowNotices();
    setState(noticesAre());
  };
  return (
    <section className={styles.choice} aria-label="Notifications">
      <div>
        <h3>Notifications</h3>
        <p>{about[state]}</p>
      </div>
      {state === "on" || state === "off" ? (
        <Button onClick={() => void turn()}>{state === "on" ? "Turn off" : "Turn on"}</Button>
      ) : null}
    </section>
  );
}
