CREATE TABLE invoices (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" REFERENCES engagements(id) ON DELETE SET NULL,
  coach_id TEXT COLLATE "C" REFERENCES users(id),
  -- The coachee who pays; somebody outside has an address only.
  billed_to_id TEXT COLLATE "C" REFERENCES users(id),
  payer_name TEXT NOT NULL,
  payer_email TEXT NOT NULL,
  payer_address TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'paid', 'void')),
  number TEXT COLLATE "C",
  currency TEXT NOT NULL,
  subject TEXT,
  note TEXT,
  lines JSONB NOT NULL,
  net_minor BIGINT NOT NULL,
  tax_minor BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  issued_on TEXT COLLATE "C",
  due_on TEXT COLLATE "C",
  card_payment BOOLEAN NOT NULL,
  -- Who sent it, as the document shows it for good.
  sender JSONB,
  token_hash TEXT COLLATE "C",
  document_file_id TEXT COLLATE "C" REFERENCES files(id),
  payment_link_id TEXT COLLATE "C",
  payment_url TEXT,
  payment_link_open BOOLEAN NOT NULL,
  -- Set while the document, the payment link or the mail still has to be made.
  task_due_at TIMESTAMPTZ,
  task_attempts INTEGER NOT NULL,
  task_error TEXT,
  reminder_due_at TIMESTAMPTZ,
  sent_at TIMESTAMPTZ,
  issued_at TIMESTAMPTZ,
  paid_at TIMESTAMPTZ,
  paid_method TEXT,
  paid_reference TEXT,
  voided_at TIMESTAMPTZ,
  void_reason TEXT,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
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
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  series TEXT COLLATE "C" NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (organization_id, series)
);

-- Money that came in, also where it was not expected.
CREATE TABLE invoice_payments (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  invoice_id TEXT COLLATE "C" NOT NULL REFERENCES invoices(id),
  state TEXT NOT NULL CHECK (state IN ('applied', 'unexpected')),
  reason TEXT,
  method TEXT NOT NULL,
  -- What the provider calls the payment; each counts once.
  reference TEXT COLLATE "C",
  intent TEXT COLLATE "C",
  amount_minor BIGINT NOT NULL,
  refunded_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX invoice_payments_by_invoice ON invoice_payments (invoice_id, created_at, id);
CREATE UNIQUE INDEX invoice_payments_reference ON invoice_payments (organization_id, reference);
CREATE INDEX invoice_payments_by_intent ON invoice_payments (organization_id, intent);

-- Events of a provider that were taken in.
CREATE TABLE provider_events (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  event_id TEXT COLLATE "C" NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (organization_id, event_id)
);
CREATE INDEX provider_events_by_age ON provider_events (received_at);

CREATE TABLE payment_providers (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  kind TEXT NOT NULL CHECK (kind IN ('stripe')),
  secret_key TEXT NOT NULL,
  webhook_secret TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (organization_id, kind)
);
