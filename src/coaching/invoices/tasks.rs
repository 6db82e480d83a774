//! What is done for an invoice outside of any transaction: its document is drawn, and its payment link made or
//! closed. What came of it is written down by [`issuing`].

use super::issuing::{self, Done};
use super::model::Invoice;
use super::payments::stripe;
use super::{documents, providers};
use crate::app::App;
use crate::db::{Intent, dialect};
use crate::kernel::Result;

/// Invoices announced as late in one transaction.
const REMINDERS: i64 = 100;

/// Does what is due for one invoice, and announces those that are late. How many there were.
pub async fn step(app: &App) -> Result<usize> {
    let now = app.db.clock().now();
    // Asking first keeps an idle worker from writing.
    let (tasks, reminders) = app
        .db
        .read(move |conn| {
            Ok((dialect::has_due(conn, "invoices", "task_due_at", now)?, dialect::has_due(conn, "invoices", "reminder_due_at", now)?))
        })
        .await?;
    let mut done = 0;
    if tasks && let Some(invoice) = app.db.write(Intent::system(), issuing::claim).await? {
        advance(app, invoice).await?;
        done += 1;
    }
    if reminders {
        done += app.db.write(Intent::system(), |tx| issuing::remind(tx, REMINDERS)).await?;
    }
    Ok(done)
}

async fn advance(app: &App, invoice: Invoice) -> Result<()> {
    fail::fail_point!("invoice.claimed", |_| std::process::abort());
    let mut done = Done::default();
    if invoice.document_file_id.is_none()
        && let Err(problem) = documents::make(app, &invoice).await
    {
        tracing::error!(invoice_id = %invoice.id, %problem, "a document was not made and will be tried again");
        done.error = Some("The document could not be made.".into());
    }
    if invoice.lacks_payment_link() || invoice.has_stale_link() {
        match at_provider(app, &invoice, &mut done).await {
            Ok(()) => {}
            Err(why) => done.error = Some(why),
        }
    }
    fail::fail_point!("invoice.done", |_| std::process::abort());
    let (organization_id, id) = (invoice.organization_id, invoice.id);
    app.db.write(Intent::system(), move |tx| issuing::settle(tx, organization_id, id, done)).await
}

/// Makes the link that is wanted, or closes the one that is not wanted any more.
async fn at_provider(app: &App, invoice: &Invoice, done: &mut Done) -> Result<(), String> {
    let organization_id = invoice.organization_id;
    let found = app.db.read(move |conn| providers::store::find_opt(conn, organization_id)).await.map_err(unreadable)?;
    let Some(provider) = found else {
        // Whoever disconnects a provider takes its links along: there is nobody left to ask.
        done.link_closed = !invoice.lacks_payment_link();
        return if done.link_closed { Ok(()) } else { Err("No payment provider is connected.".into()) };
    };
    let key = provider.secret_key(&app.messaging.vault).map_err(unreadable)?;
    let client = stripe::Client { outbound: &app.messaging.outbound, base_url: &app.config.stripe_url, key: &key };
    if invoice.lacks_payment_link() {
        done.link = Some(client.create_link(invoice).await?);
    } else {
        client.close_link(invoice).await?;
        done.link_closed = true;
    }
    Ok(())
}

/// The cause goes to the log; who sent the invoice is told that it will be tried again.
fn unreadable(problem: crate::kernel::Problem) -> String {
    tracing::error!(%problem, "a payment provider's connection cannot be read");
    "The payment provider's connection cannot be read.".into()
}
