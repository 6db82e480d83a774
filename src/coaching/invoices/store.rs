//! The table `invoices`.

use diesel::prelude::*;

use super::filter::{InvoiceFilter, InvoiceSort, InvoiceStanding};
use super::model::Invoice;
use super::state::InvoiceState;
use crate::coaching::visibility::Visibility;
use crate::db::schema::invoices;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{FileId, InvoiceId, OrganizationId};
use crate::kernel::{Day, Problem, Result, Timestamp};

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: InvoiceId) -> Result<Option<Invoice>> {
    Ok(invoices::table
        .filter(invoices::id.eq(id))
        .filter(invoices::organization_id.eq(organization_id))
        .select(Invoice::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: InvoiceId) -> Result<Invoice> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: InvoiceId) -> Result<Invoice> {
    dialect::lock_row(conn, "invoices", &id.to_string())?;
    find(conn, organization_id, id)
}

/// By its link's token; an unknown one looks like any other thing that is not there.
pub fn find_by_token(conn: &mut Conn, token_hash: &str) -> Result<Invoice> {
    let found = invoices::table.filter(invoices::token_hash.eq(token_hash)).select(Invoice::as_select()).first(conn).optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, invoice: &Invoice) -> Result<()> {
    diesel::insert_into(invoices::table).values(invoice).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, invoice: &Invoice) -> Result<()> {
    let own = invoices::table.find(invoice.id).filter(invoices::organization_id.eq(invoice.organization_id));
    diesel::update(own).set(invoice).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: InvoiceId) -> Result<()> {
    diesel::delete(invoices::table.find(id).filter(invoices::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// Invoices of any organization whose time for this has come, oldest first, held until the transaction ends.
pub fn lock_due(conn: &mut Conn, due: &'static str, now: Timestamp, limit: i64) -> Result<Vec<Invoice>> {
    let ids = dialect::lock_due(conn, "invoices", due, now, limit)?;
    let ids: Vec<InvoiceId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    Ok(invoices::table.filter(invoices::id.eq_any(ids)).order(invoices::id).select(Invoice::as_select()).load(conn)?)
}

/// Whether some invoice has this document.
pub fn is_document(conn: &mut Conn, organization_id: OrganizationId, file_id: FileId) -> Result<bool> {
    let of = invoices::table.filter(invoices::organization_id.eq(organization_id)).filter(invoices::document_file_id.eq(file_id));
    Ok(diesel::select(diesel::dsl::exists(of)).get_result(conn)?)
}

/// The invoices that have these documents.
pub fn with_documents(conn: &mut Conn, organization_id: OrganizationId, file_ids: &[FileId]) -> Result<Vec<Invoice>> {
    Ok(invoices::table
        .filter(invoices::organization_id.eq(organization_id))
        .filter(invoices::document_file_id.eq_any(file_ids.to_vec()))
        .select(Invoice::as_select())
        .load(conn)?)
}

/// Whether an invoice stands so; `late` is told from the due date.
macro_rules! standing {
    ($query:expr, $standings:expr, $today:expr) => {{
        let stored = |standing: &InvoiceStanding| match standing {
            InvoiceStanding::Draft => Some(InvoiceState::Draft),
            InvoiceStanding::Sent => Some(InvoiceState::Sent),
            InvoiceStanding::Paid => Some(InvoiceState::Paid),
            InvoiceStanding::Void => Some(InvoiceState::Void),
            InvoiceStanding::Late => None,
        };
        let states: Vec<InvoiceState> = $standings.iter().filter_map(stored).collect();
        let late = invoices::state.eq(InvoiceState::Sent).and(invoices::due_on.assume_not_null().lt($today));
        match ($standings.contains(&InvoiceStanding::Late), states.as_slice()) {
            (true, []) => $query.filter(late),
            (true, _) => $query.filter(invoices::state.eq_any(states).or(late)),
            // An equality lets the index give the order as well.
            (false, [only]) => $query.filter(invoices::state.eq(*only)),
            (false, _) => $query.filter(invoices::state.eq_any(states)),
        }
    }};
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visibility: Visibility,
    filter: &InvoiceFilter,
    today: Day,
    after: Option<(Timestamp, InvoiceId)>,
    limit: i64,
) -> Result<Vec<Invoice>> {
    let mut query = invoices::table
        .filter(invoices::organization_id.eq(organization_id))
        .select(Invoice::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    query = match visibility {
        Visibility::Everything => query,
        Visibility::Coach(id) => query.filter(invoices::coach_id.eq(id)),
        // Billed to them, and sent.
        Visibility::Coachee(id) => query.filter(invoices::billed_to_id.eq(id)).filter(invoices::state.ne(InvoiceState::Draft)),
        Visibility::CoachAndCoachee(id) => {
            let theirs = invoices::billed_to_id.assume_not_null().eq(id).and(invoices::state.ne(InvoiceState::Draft));
            query.filter(invoices::coach_id.assume_not_null().eq(id).or(theirs))
        }
    };
    if let Some(standings) = &filter.state {
        query = standing!(query, standings.0, today);
    }
    if let Some(id) = filter.engagement_id {
        query = query.filter(invoices::engagement_id.eq(id));
    }
    if let Some(id) = filter.coach_id {
        query = query.filter(invoices::coach_id.eq(id));
    }
    if let Some(id) = filter.billed_to_id {
        query = query.filter(invoices::billed_to_id.eq(id));
    }
    if let Some(number) = &filter.number {
        query = query.filter(invoices::number.eq(number.clone()));
    }
    if let Some(day) = filter.issued_on_gte {
        query = query.filter(invoices::issued_on.ge(day));
    }
    if let Some(day) = filter.issued_on_lte {
        query = query.filter(invoices::issued_on.le(day));
    }
    if let Some(day) = filter.due_on_gte {
        query = query.filter(invoices::due_on.ge(day));
    }
    if let Some(day) = filter.due_on_lte {
        query = query.filter(invoices::due_on.le(day));
    }
    if let Some(at) = filter.created_at_gte {
        query = query.filter(invoices::created_at.ge(at));
    }
    if let Some(at) = filter.created_at_lt {
        query = query.filter(invoices::created_at.lt(at));
    }
    if filter.sort == Some(InvoiceSort::CreatedAsc) {
        if let Some((at, id)) = after {
            query = dialect::after!(query, invoices::created_at, invoices::id, at, id);
        }
        return Ok(query.order((invoices::created_at.asc(), invoices::id.asc())).load(conn)?);
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, invoices::created_at, invoices::id, at, id);
    }
    Ok(query.order((invoices::created_at.desc(), invoices::id.desc())).load(conn)?)
}
