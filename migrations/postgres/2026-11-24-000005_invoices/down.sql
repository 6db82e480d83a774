DROP TABLE payment_providers;
DROP TABLE provider_events;
DROP TABLE invoice_payments;
DROP TABLE invoice_counters;
DROP TABLE invoices;
