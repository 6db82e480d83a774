//! The document of an invoice that was sent: drawn once, off the async threads and with no transaction open,
//! then kept as a file. Every mail and download has that file's bytes.

use super::model::Invoice;
use super::{pdf, store};
use crate::app::App;
use crate::db::{Intent, Tx};
use crate::files;
use crate::files::model::{File, StoredBytes};
use crate::kernel::{Problem, Result};

/// The bytes that are kept, made when there are none yet.
pub async fn ensure(app: &App, invoice: &Invoice) -> Result<Vec<u8>> {
    let file = match invoice.document_file_id {
        Some(id) => {
            let organization_id = invoice.organization_id;
            app.db.read(move |conn| files::queries::find(conn, organization_id, id)).await?
        }
        None => make(app, invoice).await?,
    };
    app.storage.get(&file).await
}

/// The file, drawn now. Two who make one at once make the same; the first is kept.
pub(super) async fn make(app: &App, invoice: &Invoice) -> Result<File> {
    let (sheet, logo) = (invoice.clone(), logo(app, invoice).await);
    let bytes = tokio::task::spawn_blocking(move || draw(&sheet, logo)).await.map_err(Problem::internal)??;
    fail::fail_point!("invoice.drawn", |_| std::process::abort());
    let stored = app.storage.put(invoice.organization_id, &invoice.file_name(), &bytes).await?;
    fail::fail_point!("invoice.stored", |_| std::process::abort());
    let (id, of) = (stored.id(), invoice.clone());
    let kept = app.db.write(Intent::system(), move |tx| keep(tx, &of, &stored)).await;
    // Bytes that became nothing are removed.
    app.storage.settle(id).await?;
    kept
}

/// A picture that cannot be had any more is left out: the invoice goes all the same.
async fn logo(app: &App, invoice: &Invoice) -> Option<pdf::Logo> {
    let (id, organization_id) = (invoice.sender.as_ref()?.0.logo_file_id?, invoice.organization_id);
    let read = async {
        let file = app.db.read(move |conn| files::queries::find(conn, organization_id, id)).await?;
        if !file.is_drawable() {
            return Err(Problem::internal("it is not a picture that documents can hold"));
        }
        let bytes = app.storage.get(&file).await?;
        Ok::<_, Problem>(pdf::Logo { media_type: file.media_type, bytes })
    };
    read.await.inspect_err(|problem| tracing::warn!(invoice_id = %invoice.id, %problem, "an invoice goes without its logo")).ok()
}

fn keep(tx: &mut Tx<'_>, invoice: &Invoice, stored: &StoredBytes) -> Result<File> {
    let mut invoice = store::find_for_update(tx.conn(), invoice.organization_id, invoice.id)?;
    if let Some(id) = invoice.document_file_id {
        return files::queries::find(tx.conn(), invoice.organization_id, id);
    }
    // An invoice is not kept from going out by how much else is stored.
    let file = files::commands::keep(tx, stored, None)?;
    invoice.document_file_id = Some(file.id);
    store::update(tx.conn(), &invoice)?;
    Ok(file)
}

/// Draws what sending froze.
fn draw(invoice: &Invoice, logo: Option<pdf::Logo>) -> Result<Vec<u8>> {
    let missing = || Problem::internal("an invoice that was sent lacks what sending gives it");
    let sender = &invoice.sender.as_ref().ok_or_else(missing)?.0;
    let totals = invoice.totals()?;
    pdf::render(&pdf::Sheet {
        id: invoice.id.to_string(),
        sender: pdf::Sender {
            name: &sender.name,
            address: sender.address.as_deref().unwrap_or_default(),
            tax_id: sender.tax_id.as_deref().unwrap_or_default(),
            payment_details: sender.payment_details.as_deref().unwrap_or_default(),
            footer: sender.footer.as_deref().unwrap_or_default(),
        },
        logo,
        number: invoice.number.as_deref().ok_or_else(missing)?,
        issued_on: invoice.issued_on.ok_or_else(missing)?.date(),
        due_on: invoice.due_on.ok_or_else(missing)?.date(),
        payer_name: &invoice.payer_name,
        payer_address: invoice.payer_address.as_deref().unwrap_or_default(),
        payer_email: &invoice.payer_email,
        subject: invoice.subject.as_deref().unwrap_or_default(),
        note: invoice.note.as_deref().unwrap_or_default(),
        currency: &invoice.currency,
        lines: &invoice.lines.0,
        totals: &totals,
    })
}
