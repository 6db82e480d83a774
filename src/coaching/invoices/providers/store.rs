//! The table `payment_providers`.

use diesel::prelude::*;

use super::model::{PaymentProvider, ProviderKind};
use crate::db::Conn;
use crate::db::schema::payment_providers;
use crate::kernel::Result;
use crate::kernel::ids::OrganizationId;

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId) -> Result<Option<PaymentProvider>> {
    Ok(payment_providers::table
        .filter(payment_providers::organization_id.eq(organization_id))
        .filter(payment_providers::kind.eq(ProviderKind::Stripe))
        .select(PaymentProvider::as_select())
        .first(conn)
        .optional()?)
}

pub fn exists(conn: &mut Conn, organization_id: OrganizationId) -> Result<bool> {
    let own = payment_providers::table.filter(payment_providers::organization_id.eq(organization_id));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn)?)
}

pub fn insert(conn: &mut Conn, provider: &PaymentProvider) -> Result<()> {
    diesel::insert_into(payment_providers::table).values(provider).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, provider: &PaymentProvider) -> Result<()> {
    diesel::update(payment_providers::table.find((provider.organization_id, provider.kind))).set(provider).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, provider: &PaymentProvider) -> Result<()> {
    diesel::delete(payment_providers::table.find((provider.organization_id, provider.kind))).execute(conn)?;
    Ok(())
}
