CREATE TABLE invoices (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT REFERENCES engagements(id) ON DELETE SET NULL,
  coach_id TEXT REFERENCES users(id),
  -- The coachee who pays; somebody outside has an address only.
  billed_to_id TEXT REFERENCES users(id),
  payer_name TEXT NOT NULL,
  payer_email TEXT NOT NULL,
  payer_address TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'paid', 'void')),
  number TEXT,
  currency TEXT NOT NULL,
  subject TEXT,
  note TEXT,
  lines TEXT NOT NULL,
  net_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  issued_on TEXT,
  due_on TEXT,
  card_payment INTEGER NOT NULL,
  -- Who sent it, as the document shows it for good.
  sender TEXT,
  token_hash TEXT,
  document_file_id TEXT REFERENCES files(id),
  payment_link_id TEXT,
  payment_url TEXT,
  payment_link_open INTEGER NOT NULL,
  -- Set while the document, the payment link or the mail still has to be made.
  task_due_at INTEGER,
  task_attempts INTEGER NOT NULL,
  task_error TEXT,
  reminder_due_at INTEGER,
  sent_at INTEGER,
  issued_at INTEGER,
  paid_at INTEGER,
  paid_method TEXT,
  paid_reference TEXT,
  voided_at INTEGER,
  void_reason TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invoices_by_creation ON invoices (organization_id, created_at, id);
CREATE INDEX invoices_by_state ON invoices (organization_id, state, created_at, id);
CREATE INDEX invoices_by_coach ON invoices (coach_id, created_at, id);
CREATE INDEX invoices_by_payer ON invoices (billed_to_id, created_at, id);
CREATE INDEX invoices_by_engagement ON invoices (engagement_id, created_at, id);
CREATE UNIQUE INDEX invoices_number ON invoices (organization_id, number);
CREATE UNIQUE INDEX invoices_token ON invoices (token_hash);
CREATE INDEX invoices_by_document ON invoices (document_file_id);
CREATE INDEX invoices_with_tasks ON invoices (task_due_at) WHERE task_due_at IS NOT NULL;
CREATE INDEX invoices_to_remind ON invoices (reminder_due_at) WHERE reminder_due_at IS NOT NULL;

-- The last number of each series, taken in the transaction that sends.
CREATE TABLE invoice_counters (
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  series TEXT NOT NULL,
  last_number INTEGER NOT NULL,
  PRIMARY KEY (organization_id, series)
) STRICT;

-- Money that came in, also where it was not expected.
CREATE TABLE invoice_payments (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  invoice_id TEXT NOT NULL REFERENCES invoices(id),
  state TEXT NOT NULL CHECK (state IN ('applied', 'unexpected')),
  reason TEXT,
  method TEXT NOT NULL,
  -- What the provider calls the payment; each counts once.
  reference TEXT,
  intent TEXT,
  amount_minor INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invoice_payments_by_invoice ON invoice_payments (invoice_id, created_at, id);
CREATE UNIQUE INDEX invoice_payments_reference ON invoice_payments (organization_id, reference);
CREATE INDEX invoice_payments_by_intent ON invoice_payments (organization_id, intent);

-- Events of a provider that were taken in.
CREATE TABLE provider_events (
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  event_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, event_id)
) STRICT;
CREATE INDEX provider_events_by_age ON provider_events (received_at);

CREATE TABLE payment_providers (
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  kind TEXT NOT NULL CHECK (kind IN ('stripe')),
  secret_key TEXT NOT NULL,
  webhook_secret TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, kind)
) STRICT;
