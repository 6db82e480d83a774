//! How our value types are kept by each engine: moments, ids and JSON documents.

use std::io::Write;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgTypeMetadata};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType, Jsonb, SqlType, Text, Timestamptz};
use diesel::sqlite::{Sqlite, SqliteType};
use serde::{Serialize, de::DeserializeOwned};

use super::connection::MultiBackend;
use crate::kernel::clock::UtcTimestamp;
use crate::kernel::ids::{Id, Kind};
use crate::kernel::{Day, Timestamp};

// Moments: `timestamptz` on PostgreSQL, whole microseconds since 1970 on SQLite, where an integer
// sorts as time does and costs nothing to read.

impl HasSqlType<UtcTimestamp> for Pg {
    fn metadata(lookup: &mut Self::MetadataLookup) -> PgTypeMetadata {
        <Pg as HasSqlType<Timestamptz>>::metadata(lookup)
    }
}
impl HasSqlType<UtcTimestamp> for Sqlite {
    fn metadata((): &mut ()) -> SqliteType {
        SqliteType::Long
    }
}
impl HasSqlType<UtcTimestamp> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<UtcTimestamp>(lookup)
    }
}

/// Microseconds between 1970 and 2000, where PostgreSQL begins to count.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

impl ToSql<UtcTimestamp, Pg> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&(self.micros() - POSTGRES_EPOCH).to_be_bytes())?;
        Ok(IsNull::No)
    }
}
impl ToSql<UtcTimestamp, Sqlite> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.micros());
        Ok(IsNull::No)
    }
}
impl ToSql<UtcTimestamp, MultiBackend> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((UtcTimestamp, self));
        Ok(IsNull::No)
    }
}
fn moment(micros: i64) -> deserialize::Result<Timestamp> {
    Timestamp::from_micros(micros).ok_or_else(|| "a moment out of range".into())
}
impl FromSql<UtcTimestamp, Pg> for Timestamp {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        moment(<i64 as FromSql<BigInt, Pg>>::from_sql(bytes)?.saturating_add(POSTGRES_EPOCH))
    }
}
impl FromSql<UtcTimestamp, Sqlite> for Timestamp {
    fn from_sql(bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        moment(<i64 as FromSql<BigInt, Sqlite>>::from_sql(bytes)?)
    }
}
impl FromSql<UtcTimestamp, MultiBackend> for Timestamp {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Self, UtcTimestamp>()
    }
}

// Ids: their text on both engines, so that a person who reads the database sees what the API shows.

impl<K: Kind> ToSql<Text, Pg> for Id<K> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{self}")?;
        Ok(IsNull::No)
    }
}
impl<K: Kind> ToSql<Text, Sqlite> for Id<K> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}
impl<K: Kind> ToSql<Text, MultiBackend> for Id<K> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}
impl<K: Kind> FromSql<Text, Pg> for Id<K> {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(std::str::from_utf8(bytes.as_bytes())?.parse()?)
    }
}
impl<K: Kind> FromSql<Text, Sqlite> for Id<K> {
    fn from_sql(mut bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(bytes.read_text().parse()?)
    }
}
impl<K: Kind> FromSql<Text, MultiBackend> for Id<K> {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Self, Text>()
    }
}

// Days: their text on both engines.

impl ToSql<Text, Pg> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{self}")?;
        Ok(IsNull::No)
    }
}
impl ToSql<Text, Sqlite> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}
impl ToSql<Text, MultiBackend> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}
impl FromSql<Text, Pg> for Day {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(std::str::from_utf8(bytes.as_bytes())?.parse()?)
    }
}
impl FromSql<Text, Sqlite> for Day {
    fn from_sql(mut bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(bytes.read_text().parse()?)
    }
}
impl FromSql<Text, MultiBackend> for Day {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Self, Text>()
    }
}

// JSON documents: `jsonb` on PostgreSQL, text on SQLite.

/// The column type of a JSON document.
#[derive(Debug, Clone, Copy, Default, diesel::query_builder::QueryId, SqlType)]
pub struct JsonDocument;
impl HasSqlType<JsonDocument> for Pg {
    fn metadata(lookup: &mut Self::MetadataLookup) -> PgTypeMetadata {
        <Pg as HasSqlType<Jsonb>>::metadata(lookup)
    }
}
impl HasSqlType<JsonDocument> for Sqlite {
    fn metadata((): &mut ()) -> SqliteType {
        SqliteType::Text
    }
}
impl HasSqlType<JsonDocument> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<JsonDocument>(lookup)
    }
}

/// A column that holds `T` as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromSqlRow, AsExpression)]
#[diesel(sql_type = JsonDocument)]
pub struct Json<T: 'static>(pub T);

impl<T: Serialize + std::fmt::Debug + 'static> ToSql<JsonDocument, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        const VERSION: u8 = 1;
        out.write_all(&[VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}
impl<T: Serialize + std::fmt::Debug + 'static> ToSql<JsonDocument, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}
impl<T: Serialize + std::fmt::Debug + Send + Sync + 'static> ToSql<JsonDocument, MultiBackend> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((JsonDocument, self));
        Ok(IsNull::No)
    }
}
impl<T: DeserializeOwned> FromSql<JsonDocument, Pg> for Json<T> {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        match bytes.as_bytes() {
            [1, json @ ..] => Ok(Json(serde_json::from_slice(json)?)),
            _ => Err("an unknown jsonb version".into()),
        }
    }
}
impl<T: DeserializeOwned> FromSql<JsonDocument, Sqlite> for Json<T> {
    fn from_sql(mut bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Json(serde_json::from_str(bytes.read_text())?))
    }
}
impl<T: DeserializeOwned> FromSql<JsonDocument, MultiBackend> for Json<T> {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Self, JsonDocument>()
    }
}
