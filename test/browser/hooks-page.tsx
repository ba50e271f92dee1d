// A small app of nothing but the hooks of @natter/client/react; hooks.test.ts looks at what it shows.
import { createNatterClient, type OpenRoom, type RoomId } from "@natter/client";
import {
  NatterProvider,
  useConnection,
  useMe,
  useNatter,
  usePresence,
  useRoom,
  useRooms,
  useSession,
  useTimeline,
  useTyping,
} from "@natter/client/react";
import { Component, memo, StrictMode, useRef, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

const client = createNatterClient({ url: location.origin });
const { open } = client.rooms;
const handles = { open: 0, opened: 0 };
client.rooms.open = async (id) => {
  const room = await open(id);
  handles.opened += 1;
  handles.open += 1;
  const { close } = room;
  room.close = () => {
    handles.open -= 1;
    close();
  };
  return room;
};
await client.signIn({
  login: new URLSearchParams(location.search).get("login") ?? "",
  password: "correct horse battery staple",
});

function Everything() {
  const me = useMe();
  const { rooms, unread } = useRooms();
  const [shown, setShown] = useState<RoomId | null>(null);
  return (
    <>
      <p id="state">
        {useSession().status} {useConnection().name} {me?.username} {unread} unread
      </p>
      {rooms.map(({ id, name }) => (
        <button key={id} type="button" onClick={() => setShown(id)}>
          {name}
        </button>
      ))}
      <button type="button" onClick={() => setShown("nowhere")}>
        nowhere
      </button>
      <button type="button" onClick={() => setShown(null)}>
        close
      </button>
      {shown === null ? null : (
        <>
          <Room id={shown} label="one" />
          <Room id={shown} label="two" />
        </>
      )}
      <Handles />
    </>
  );
}

function Handles() {
  const [shown, setShown] = useState("");
  return (
    <button type="button" id="handles" onClick={() => setShown(JSON.stringify(handles))}>
      handles {shown}
    </button>
  );
}

function Room({ id, label }: { id: RoomId; label: string }) {
  const { room, error, retry } = useRoom(id);
  if (error !== null) {
    return (
      <button type="button" onClick={retry}>
        {label}: {error.reason}
      </button>
    );
  }
  return room === null ? <p>{label} opens</p> : <Timeline room={room} label={label} />;
}

function Timeline({ room, label }: { room: OpenRoom; label: string }) {
  const { messages, pending, members } = useTimeline(room);
  const presence = usePresence(members.map(({ user }) => user.id));
  return (
    <section aria-label={label}>
      <ol>
        {[...messages, ...pending].map(({ clientId, body }) => (
          <li key={clientId}>{body}</li>
        ))}
      </ol>
      <ul>
        {members.map(({ user }) => (
          <li key={user.id}>
            {user.username} is {presence.get(user.id)?.status}
          </li>
        ))}
      </ul>
      <Typing room={room} />
      <button type="button" onClick={() => room.send("from the page")}>
        send
      </button>
    </section>
  );
}

const Typing = memo(function Typing({ room }: { room: OpenRoom }) {
  const typing = useTyping(room);
  const { api } = useNatter();
  const times = useRef(0);
  times.current += 1;
  return (
    <p data-times={times.current} title={typeof api}>
      typing: {typing.map(({ username }) => username).join()}
    </p>
  );
});

class Failing extends Component<{ children: ReactNode }, { words: string }> {
  override state = { words: "" };
  static getDerivedStateFromError(error: unknown) {
    return { words: String(error) };
  }
  override render() {
    return this.state.words === "" ? this.props.children : <p id="failure">{this.state.words}</p>;
  }
}

createRoot(document.body.appendChild(document.createElement("div"))).render(
  <StrictMode>
    <NatterProvider client={client}>
      <Everything />
    </NatterProvider>
    <Failing>
      <Handles />
      <OutsideOfProvider />
    </Failing>
  </StrictMode>,
);

function OutsideOfProvider() {
  useNatter();
  return null;
}
