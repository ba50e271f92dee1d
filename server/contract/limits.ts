/** Limits on what people send. Lengths are in Unicode code points unless a name says bytes. */
export const limits = {
  username: { min: 3, max: 32, pattern: /^[a-zA-Z0-9_.-]+$/ },
  displayName: 64,
  roomName: 80,
  topic: 500,
  statusText: 140,
  avatarUrl: 2048,
  device: 120,
  password: { min: 8, maxBytes: 1024 },
  email: 254,
  body: { max: 4000, maxBytes: 16 * 1024 },
  data: { maxBytes: 8 * 1024, depth: 8 },
  clientId: { max: 64, pattern: /^[\x20-\x7e]{1,64}$/ },
  id: 64,
  emojiPerMessage: 20,
  userIdsPerReaction: 50,
  memberIds: 100,
  presenceUserIds: 200,
  /** How many bots a person may have at a time. */
  bots: 20,
  /** Who is watched without being named: beyond this some are left out. */
  presencePeers: 2000,
  searchQuery: 200,
  cursor: 256,
  page: { default: 50, max: 200 },
  snapshotMembers: 50,
  /** Unread and mentions are counted up to here. */
  unread: 1000,
  /** In larger rooms only a person's own devices hear of read marks, and presence is not watched by default. */
  smallRoom: 100,
  typingMs: 6000,
} as const;

/** The version of the wire protocol; it grows when an old client could no longer cope. */
export const protocolVersion = 1;

/** Clients that say that they speak an older one than this are told `client_too_old`. */
export const oldestProtocol = 1;
