//! Invoices, and a desk at which they are written.

mod documents;
mod drafting;
mod lists;
mod numbers;
mod payments;
mod plans;
mod public;
mod sending;
mod stripe;

use hmac::{Hmac, Mac};
use rapport::kernel::secrets::hex;
use sha2::Sha256;

use crate::support::receivers::{Inbox, ReceivedMail, Receiver, Reply};
use crate::support::{Answer, Person, Programme, TestApp, Value, json};

pub const LINKS: &str = "/v1/payment_links";
pub const WEBHOOK: &str = "/public/payments/stripe/webhook";
const SECRET: &str = "whsec_test_0123456789";

/// An engagement with somebody to bill, a mailbox, and something that answers like Stripe.
pub struct Desk {
    pub app: TestApp,
    pub admin: Person,
    pub programme: Programme,
    pub inbox: Inbox,
    pub stripe: Receiver,
}

impl Desk {
    pub fn new() -> Self {
        let (inbox, stripe) = (Inbox::start(), Receiver::start());
        let app = TestApp::with(|config| {
            config.mail_url = Some(inbox.url().into());
            config.private_targets = vec!["127.0.0.0/8".parse().unwrap()];
            config.stripe_url = stripe.url("");
            config.http_threads = 2;
            config.database_pool_size = 16;
        });
        let link = json!({"id": "plink_1", "object": "payment_link", "active": true, "url": "https://buy.stripe.com/test_1"});
        stripe.answer(LINKS, Reply::json(200, link));
        let (admin, programme) = (app.admin(), Programme::shared(&app));
        app.work();
        Self { app, admin, programme, inbox, stripe }
    }

    pub fn coach(&self) -> &Person {
        &self.programme.coach
    }

    /// An invoice to the coachee over 642.60 euros, with what is to be different.
    pub fn body(&self, changes: &Value) -> Value {
        let mut body = json!({
            "engagement_id": self.programme.id,
            "billed_to_id": self.programme.coachee.id,
            "lines": [{"description": "Coaching session, 60 minutes", "quantity": "3", "unit_price_minor": 18000, "tax_percent": "19"}]
        });
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    }

    #[track_caller]
    pub fn draft(&self, changes: &Value) -> String {
        self.coach().post("/invoices", self.body(changes)).expect(201).id()
    }

    /// The same for somebody outside.
    #[track_caller]
    pub fn outside(&self, changes: &Value) -> String {
        let mut body = self.body(changes);
        body.as_object_mut().unwrap().remove("billed_to_id");
        body["payer"] = json!({"name": "Partner Ltd", "email": "accounts@partner.example"});
        self.coach().post("/invoices", body).expect(201).id()
    }

    #[track_caller]
    pub fn act(&self, id: &str, verb: &str, body: impl Into<crate::support::Body>) -> Answer {
        self.coach().post(&format!("/invoices/{id}/{verb}"), body).expect(200)
    }

    /// Sends it and lets everything happen that follows.
    #[track_caller]
    pub fn send(&self, id: &str) -> Answer {
        self.act(id, "send", ());
        self.app.work();
        self.show(id)
    }

    /// A new invoice, sent.
    #[track_caller]
    pub fn sent(&self, changes: &Value) -> String {
        let id = self.draft(changes);
        self.send(&id);
        id
    }

    #[track_caller]
    pub fn show(&self, id: &str) -> Answer {
        self.coach().get(&format!("/invoices/{id}")).expect(200)
    }

    #[track_caller]
    pub fn pdf(&self, id: &str) -> Vec<u8> {
        self.coach().get(&format!("/invoices/{id}/pdf")).expect(200).bytes
    }

    /// Mails to the coachee.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.inbox.mails_to(&self.programme.coachee.email)
    }

    /// The token in the newest mail to the coachee.
    #[track_caller]
    pub fn token(&self) -> String {
        token(&self.mails().pop().expect("a mail"))
    }

    #[track_caller]
    pub fn connect(&self) {
        let body = json!({"secret_key": "sk_test_0123456789", "webhook_secret": SECRET});
        self.admin.put("/payment-providers/stripe", body).expect(200);
    }

    /// Stripe tells of an event, signed now.
    #[track_caller]
    pub fn tell(&self, event: &Value) -> Answer {
        self.post(event, &signature(SECRET, self.app.now().seconds(), &event.to_string())).send()
    }

    pub fn post(&self, event: &Value, signature: &str) -> crate::support::Request {
        self.app.guest().post(WEBHOOK, event.to_string().as_str()).header("stripe-signature", signature)
    }

    /// A session by which an invoice was paid.
    pub fn paid(&self, event: &str, session: &str, id: &str, amount: i64) -> Value {
        json!({"id": event, "object": "event", "type": "checkout.session.completed", "data": {"object": {
            "id": session, "object": "checkout.session", "payment_status": "paid", "amount_total": amount, "currency": "eur",
            "payment_intent": format!("pi_{session}"),
            "metadata": {"invoice_id": id, "organization_id": self.app.org.to_string()}
        }}})
    }

    /// Types of what happened to an invoice, oldest first.
    pub fn events(&self, id: &str) -> Vec<String> {
        // The log shows what every reader of it can be sure of by then.
        self.app.work();
        let all = self.admin.get("/events?limit=100").expect(200);
        let about = all.data().iter().filter(|event| event["data"]["invoice_id"] == id);
        about.map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn token(mail: &ReceivedMail) -> String {
    let (_, rest) = mail.text.split_once("/public/invoices/").unwrap_or_else(|| panic!("no link in {}", mail.text));
    rest.split_whitespace().next().unwrap().to_owned()
}

/// As Stripe makes it.
pub fn signature(secret: &str, time: i64, body: &str) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    format!("t={time},v1={}", hex(&mac.finalize().into_bytes()))
}

/// The keys of an answer, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
