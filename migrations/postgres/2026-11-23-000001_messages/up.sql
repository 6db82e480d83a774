-- How far those who follow the event log have come.
CREATE TABLE followers (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  transaction_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL
);

-- Where messages go: webhook endpoints, Zapier hooks, Slack and email connections.
CREATE TABLE connections (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  kind TEXT NOT NULL CHECK (kind IN ('email', 'slack', 'zapier', 'webhook')),
  name TEXT NOT NULL,
  settings JSONB NOT NULL,
  -- Which events it is told of; null means all of them.
  event_types JSONB,
  -- Encrypted with the secrets key.
  sealed_secret TEXT,
  previous_secret TEXT,
  previous_secret_until TIMESTAMPTZ,
  -- Finds it again: a Zapier hook by its address and event, an email connection by its bounce token.
  lookup_key TEXT COLLATE "C",
  state TEXT NOT NULL CHECK (state IN ('enabled', 'disabled')),
  disabled_reason TEXT,
  -- When it began to fail without a success since.
  failing_since TIMESTAMPTZ,
  created_by TEXT COLLATE "C" REFERENCES users(id),
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX connections_by_creation ON connections (organization_id, created_at, id);
CREATE UNIQUE INDEX connections_lookup ON connections (lookup_key) WHERE lookup_key IS NOT NULL;

-- What people hear: one row a recipient and channel.
CREATE TABLE notifications (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  -- Event, type, recipient and channel in one: nobody hears the same twice.
  intent TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'in_app')),
  event_id TEXT COLLATE "C" NOT NULL,
  event_type TEXT COLLATE "C" NOT NULL,
  subject_id TEXT COLLATE "C" NOT NULL,
  engagement_id TEXT COLLATE "C",
  recipient_id TEXT COLLATE "C" REFERENCES users(id),
  address TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'suppressed', 'missed')),
  reason TEXT,
  title TEXT,
  body TEXT,
  due_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  read_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX notifications_intent ON notifications (intent);
CREATE INDEX notifications_by_creation ON notifications (organization_id, created_at, id);
CREATE INDEX notifications_by_state ON notifications (organization_id, state, created_at, id);
CREATE INDEX notifications_by_type ON notifications (organization_id, type, created_at, id);
CREATE INDEX notifications_by_recipient ON notifications (recipient_id, created_at, id) WHERE recipient_id IS NOT NULL;
CREATE INDEX notifications_by_engagement ON notifications (engagement_id, created_at, id) WHERE engagement_id IS NOT NULL;
CREATE INDEX notifications_inbox ON notifications (recipient_id, created_at, id) WHERE channel = 'in_app' AND state = 'sent';
CREATE INDEX notifications_unread ON notifications (recipient_id) WHERE channel = 'in_app' AND state = 'sent' AND read_at IS NULL;

-- What leaves over the network: one row a target and intent.
CREATE TABLE deliveries (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  intent TEXT COLLATE "C" NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'slack', 'zapier', 'webhook')),
  -- The connection, or the organization where the server's own mail settings are used.
  target_id TEXT COLLATE "C" NOT NULL,
  connection_id TEXT COLLATE "C" REFERENCES connections(id) ON DELETE CASCADE,
  notification_id TEXT COLLATE "C" REFERENCES notifications(id),
  event_id TEXT COLLATE "C",
  event_type TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL,
  -- Attempts since it was last queued by hand; the timetable goes by these.
  tries INTEGER NOT NULL,
  -- When the next attempt is due, or when the lease of the one under way runs out.
  due_at TIMESTAMPTZ,
  lease_token TEXT COLLATE "C",
  -- Test sends and messages that come from no event carry what they say.
  payload JSONB,
  last_status INTEGER,
  last_error TEXT,
  last_attempt_at TIMESTAMPTZ,
  delivered_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX deliveries_intent ON deliveries (intent);
CREATE INDEX deliveries_due ON deliveries (target_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_next ON deliveries (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_by_creation ON deliveries (organization_id, created_at, id);
CREATE INDEX deliveries_by_state ON deliveries (organization_id, state, created_at, id);
CREATE INDEX deliveries_by_event ON deliveries (event_id, created_at, id) WHERE event_id IS NOT NULL;
CREATE INDEX deliveries_by_target ON deliveries (target_id, created_at, id);
-- For the rate of email connections.
CREATE INDEX deliveries_by_attempt ON deliveries (target_id, last_attempt_at) WHERE channel = 'email';
CREATE INDEX deliveries_by_notification ON deliveries (notification_id) WHERE notification_id IS NOT NULL;

-- Each attempt to deliver and what came of it.
CREATE TABLE delivery_attempts (
  delivery_id TEXT COLLATE "C" NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'failed', 'rejected', 'gone')),
  status INTEGER,
  latency_ms INTEGER NOT NULL,
  answer TEXT NOT NULL,
  error TEXT,
  attempted_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (delivery_id, number)
);

-- Other words than the built-in ones: the organization's, an engagement's, an item's.
CREATE TABLE notification_templates (
  -- The organization, engagement or item whose words these are.
  scope_id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  is_enabled BOOLEAN NOT NULL,
  subject TEXT,
  body TEXT,
  html TEXT,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (scope_id, type)
);

-- What a person does not want to hear, or not there.
CREATE TABLE notification_preferences (
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  type TEXT COLLATE "C" NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'in_app')),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  is_enabled BOOLEAN NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (user_id, type, channel)
);

-- Addresses that refused mail for good, or whose owners complained.
CREATE TABLE email_suppressions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  email TEXT COLLATE "C" NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('hard_bounce', 'complaint', 'manual')),
  detail TEXT,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX email_suppressions_email ON email_suppressions (organization_id, email);
CREATE INDEX email_suppressions_by_creation ON email_suppressions (organization_id, created_at, id);

-- The newest events of a type, as samples for who subscribes to it.
CREATE INDEX events_by_type ON events (organization_id, type, sequence);
CREATE INDEX events_by_position ON events (transaction_id, sequence);
