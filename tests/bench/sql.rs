//! Rows as SQL text that both engines read, and ids for them.

use std::fmt::Write;

use rapport::kernel::Timestamp;

/// What stands in a column.
#[derive(Clone)]
pub enum Value {
    Null,
    Text(String),
    Number(i64),
    Flag(bool),
    /// Microseconds since 1970.
    Moment(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

/// Which way moments are written.
#[derive(Clone, Copy, PartialEq)]
pub enum Moments {
    Micros,
    Text,
}

/// Rows of one table, made as they are needed.
pub struct Table {
    name: &'static str,
    columns: &'static str,
    rows: Box<dyn Iterator<Item = Vec<Value>>>,
}

impl Table {
    pub fn new<R>(name: &'static str, columns: &'static str, rows: R) -> Self
    where
        R: IntoIterator<Item = Vec<Value>>,
        R::IntoIter: 'static,
    {
        Self { name, columns, rows: Box::new(rows.into_iter()) }
    }

    /// The rows as statements of many rows each.
    pub fn statements(self, moments: Moments) -> impl Iterator<Item = String> {
        const ROWS: usize = 500;
        let (name, columns, mut rows) = (self.name, self.columns, self.rows);
        std::iter::from_fn(move || {
            let mut sql = format!("INSERT INTO {name} ({columns}) VALUES ");
            let mut count = 0;
            for row in rows.by_ref().take(ROWS) {
                sql.push_str(if count == 0 { "(" } else { ", (" });
                for (index, value) in row.iter().enumerate() {
                    if index > 0 {
                        sql.push(',');
                    }
                    write_value(&mut sql, value, moments);
                }
                sql.push(')');
                count += 1;
            }
            (count > 0).then_some(sql)
        })
    }
}

fn write_value(sql: &mut String, value: &Value, moments: Moments) {
    let written = match value {
        Value::Null => write!(sql, "NULL"),
        Value::Text(text) => write!(sql, "'{}'", text.replace('\'', "''")),
        Value::Number(number) => write!(sql, "{number}"),
        Value::Flag(flag) => write!(sql, "{}", if *flag { "TRUE" } else { "FALSE" }),
        Value::Moment(micros) if moments == Moments::Micros => write!(sql, "{micros}"),
        Value::Moment(micros) => write!(sql, "'{}'", Timestamp::from_micros(*micros).expect("a moment near ours")),
    };
    written.expect("a string takes everything");
}

/// Ids that are the same every time and sort by their number.
pub mod ids {
    use super::super::rows::ITEMS_EACH;

    pub const ORGANIZATION: &str = "org_01jf000000e008000000000001";
    pub const ADMIN: &str = "user_01jf000000e008000000000000";
    pub const LOGIN: &str = "lgn_01jf000000e008000000000001";

    pub fn user(number: usize) -> String {
        id("user", number)
    }
    pub fn engagement(number: usize) -> String {
        id("eng", number)
    }
    pub fn item(engagement: usize, place: usize) -> String {
        id("item", engagement * ITEMS_EACH + place)
    }

    /// The TypeID of a UUIDv7 of one moment that ends in this number.
    pub fn id(prefix: &str, number: usize) -> String {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut rest = number;
        let mut tail = [b'0'; 12];
        for digit in tail.iter_mut().rev() {
            *digit = DIGITS[rest % 32];
            rest /= 32;
        }
        format!("{prefix}_01jf000000e008{}", String::from_utf8_lossy(&tail))
    }
}
